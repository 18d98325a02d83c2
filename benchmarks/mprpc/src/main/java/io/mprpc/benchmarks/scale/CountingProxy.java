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
package io.mprpc.benchmarks.scale;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;

/**
 * Proxy that counts the bytes between consumers and ZooKeeper.
 */
final class CountingProxy implements AutoCloseable {

	private static final int BUFFER = 64 * 1024;

	private static final int BACKLOG = 2000;

	private final ServerSocket listener;

	private final String host;

	private final int port;

	private final LongAdder sent = new LongAdder();

	private final LongAdder received = new LongAdder();

	CountingProxy(String target) throws IOException {
		this.host = target.substring(0, target.indexOf(':'));
		this.port = Integer.parseInt(target.substring(target.indexOf(':') + 1));
		this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
		daemon(this::accept);
	}

	String address() {
		return "127.0.0.1:" + this.listener.getLocalPort();
	}

	long sent() {
		return this.sent.sum();
	}

	long received() {
		return this.received.sum();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				Socket server = new Socket(this.host, this.port);
				client.setTcpNoDelay(true);
				server.setTcpNoDelay(true);
				daemon(() -> copy(client, server, this.sent));
				daemon(() -> copy(server, client, this.received));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private static void copy(Socket from, Socket to, LongAdder counter) {
		byte[] buffer = new byte[BUFFER];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				counter.add(n);
				out.write(buffer, 0, n);
			}
		}
		catch (IOException ex) {
			// The other side is closed, and so is this connection.
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			// It no longer accepts connections.
		}
	}

}
