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

package io.mprpc.registryserver.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Raw HTTP request on a socket, also a malformed one.
 */
public final class RawRequest implements Closeable {

	private static final Pattern STATUS = Pattern.compile("^HTTP/1.1 (\\d{3})");

	private final Socket socket;

	private RawRequest(Socket socket) {
		this.socket = socket;
	}

	/**
	 * Sends the head of a request.
	 * @param line method and target
	 * @param headers further headers as {@code name: value}
	 */
	public static RawRequest send(int port, String line, String... headers) throws IOException {
		RawRequest request = new RawRequest(new Socket("127.0.0.1", port));
		request.socket.setSoTimeout(60_000);
		StringBuilder head = new StringBuilder(line).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		request.write(head.append("\r\n").toString());
		return request;
	}

	public void write(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
	}

	/**
	 * Sends further text as long as the server accepts it.
	 */
	public void writeUntilRefused(String text, int times) {
		try {
			for (int i = 0; i < times; i++) {
				write(text);
			}
		}
		catch (IOException ex) {
			// The server has closed the connection.
		}
	}

	/**
	 * Reads the head of the response and what has come of its body with it.
	 */
	public String response() throws IOException {
		StringBuilder text = new StringBuilder();
		byte[] buffer = new byte[8192];
		InputStream in = this.socket.getInputStream();
		int expected = Integer.MAX_VALUE;
		while (text.length() < expected) {
			int count;
			try {
				count = in.read(buffer);
			}
			catch (java.net.SocketException ex) {
				break;
			}
			if (count < 0) {
				break;
			}
			text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
			int end = text.indexOf("\r\n\r\n");
			if (end > 0) {
				Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(text.substring(0, end));
				expected = length.find() ? end + 4 + Integer.parseInt(length.group(1))
						: (text.indexOf("\r\n0\r\n", end) > 0) ? 0 : expected;
			}
		}
		return text.toString();
	}

	/**
	 * Reads the first line of the response, whether or not the response ends.
	 */
	public String firstLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int each = this.socket.getInputStream().read(); each >= 0
				&& each != '\r'; each = this.socket.getInputStream().read()) {
			line.append((char) each);
		}
		return line.toString();
	}

	public static int status(String response) {
		Matcher matcher = STATUS.matcher(response);
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
