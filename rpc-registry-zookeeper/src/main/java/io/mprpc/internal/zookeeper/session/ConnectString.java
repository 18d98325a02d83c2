/*
 * Copyright 2026 the mprpc authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.mprpc.internal.zookeeper.session;

import java.util.ArrayList;
import java.util.List;

/**
 * Address of ZooKeeper: one or more servers and, optionally, a path that everything
 * stands below, written {@code host1:2181,host2:2181/path}, with IPv6 hosts in brackets.
 *
 * @param servers the servers as {@code host:port}, separated by commas
 * @param path the path, empty or with a leading slash
 * @since 0.1
 */
public record ConnectString(String servers, String path) {

	private static final int DEFAULT_PORT = 2181;

	/**
	 * Reads a connect string.
	 * @param text the text; a server without a port has port 2181
	 * @return the parsed connect string
	 * @throws InvalidConnectStringException if it is malformed: the message says where
	 */
	public static ConnectString parse(String text) {
		if (text.contains("://")) {
			throw new InvalidConnectStringException(text, "it starts with a scheme such as 'zookeeper://'");
		}
		int slash = text.indexOf('/');
		String path = (slash < 0) ? "" : text.substring(slash);
		path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
		for (String part : path.isEmpty() ? new String[0] : path.substring(1).split("/", -1)) {
			if (part.isBlank() || part.startsWith(".") || !part.equals(part.strip())) {
				throw new InvalidConnectStringException(text, "'" + path + "' is not a path in ZooKeeper");
			}
		}
		List<String> servers = new ArrayList<>();
		for (String server : ((slash < 0) ? text : text.substring(0, slash)).split(",", -1)) {
			servers.add(server(text, server.strip()));
		}
		return new ConnectString(String.join(",", servers), path);
	}

	private static String server(String text, String server) {
		if (server.isEmpty()) {
			throw new InvalidConnectStringException(text, "a server between the commas is empty");
		}
		int hostEnd = server.startsWith("[") ? server.indexOf(']') + 1 : server.indexOf(':');
		hostEnd = (hostEnd < 0) ? server.length() : hostEnd;
		String host = server.substring(0, hostEnd);
		String port = server.substring(hostEnd);
		if (port.indexOf(':', 1) >= 0) {
			throw new InvalidConnectStringException(text,
					"'" + server + "' has more than one colon: an IPv6 host needs brackets");
		}
		if (host.isEmpty() || host.equals("[]")) {
			throw new InvalidConnectStringException(text, "'" + server + "' has no host");
		}
		if (host.chars().anyMatch((c) -> Character.isWhitespace(c) || c == '@' || c == ';')) {
			throw new InvalidConnectStringException(text, "'" + host + "' is not a host name or IP address");
		}
		return host + ':' + (port.isEmpty() ? DEFAULT_PORT : port(text, server, port.substring(1)));
	}

	private static int port(String text, String server, String port) {
		try {
			int number = Integer.parseInt(port);
			if (number > 0 && number <= 65535) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Said below.
		}
		throw new InvalidConnectStringException(text,
				"the port of '" + server + "' is not a number between 1 and 65535");
	}

	@Override
	public String toString() {
		return this.servers + this.path;
	}

}
