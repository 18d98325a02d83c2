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

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Client of the stream of changes that reads until it is closed.
 */
public final class EventStream implements Closeable {

	private final Socket socket;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private EventStream(Socket socket) {
		this.socket = socket;
	}

	/**
	 * Opens the stream on this machine.
	 * @param headers further headers, each with its line end
	 */
	public static EventStream open(int port, User user, String headers) throws IOException {
		return open(port, user, "/api/v1/changes", headers);
	}

	/**
	 * Opens the stream on this machine.
	 * @param path path of the stream with its query
	 * @param headers further headers, each with its line end
	 */
	public static EventStream open(int port, User user, String path, String headers) throws IOException {
		EventStream stream = new EventStream(new Socket("127.0.0.1", port));
		stream.socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nAuthorization: "
					+ user.basic() + "\r\n" + headers + "\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		Thread reader = new Thread(stream::read, "event-stream");
		reader.setDaemon(true);
		reader.start();
		return stream;
	}

	/**
	 * Whether a line has come that holds a text.
	 */
	public boolean has(String text) {
		return this.lines.stream().anyMatch((line) -> line.contains(text));
	}

	/**
	 * Lines that have come.
	 */
	public List<String> lines() {
		return this.lines;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(line);
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

}
