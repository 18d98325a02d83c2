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

package io.mprpc.registryserver.ensemble;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mprpc.internal.zookeeper.session.ConnectString;

/**
 * Hosts under which the ZooKeeper of this server is reached.
 *
 * @param hosts the hosts: those that it listens on, or those of a connect string
 * @param property name of the property with the hosts
 */
public record ZooKeeperReach(List<String> hosts, String property) {

	public static ZooKeeperReach embedded(ZooKeeperProperties properties) {
		List<String> hosts = new ArrayList<>();
		hosts.add(properties.getHost());
		// Whoever writes at another member writes here.
		properties.getEnsemble().getMembers().values().forEach((member) -> hosts.add(hostOf(hostOf(member))));
		return new ZooKeeperReach(List.copyOf(hosts), "rpc.registry-server.zookeeper.host");
	}

	public static ZooKeeperReach external(String connectString) {
		String servers = ConnectString.parse(connectString).servers();
		return new ZooKeeperReach(Arrays.stream(servers.split(",")).map(ZooKeeperReach::hostOf).toList(),
				"rpc.registry.connect-string");
	}

	/** Whether only processes on this machine reach it. */
	public boolean isLocalOnly() {
		return this.hosts.stream().allMatch(ZooKeeperReach::isLoopback);
	}

	public static boolean isLoopback(String host) {
		try {
			return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static String hostOf(String address) {
		int colon = address.lastIndexOf(':');
		return (colon < 0) ? address : address.substring(0, colon);
	}

}
