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
package io.mprpc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server on a free port of the loopback interface that does with each connection what a
 * test says.
 */
public final class StubServer implements AutoCloseable {

	private final ServerSocket listener;

	private final Conversation conversation;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private StubServer(Conversation conversation) {
		this.conversation = conversation;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start("stub-server-accept-" + port(), this::accept);
	}

	/**
	 * Starts a server.
	 * @param conversation what to do with each connection, which is closed afterwards
	 * @return the server
	 */
	public static StubServer start(Conversation conversation) {
		return new StubServer(conversation);
	}

	/**
	 * Port that the server listens on.
	 * @return the port
	 */
	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Address to give to a client.
	 * @return {@code 127.0.0.1:port}
	 */
	public String address() {
		return "127.0.0.1:" + port();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Socket socket : this.open) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket socket = this.listener.accept();
				this.open.add(socket);
				start("stub-server-" + port(), () -> talk(socket));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void talk(Socket socket) {
		try (socket) {
			this.conversation.with(socket);
		}
		catch (IOException ex) {
			// The other side has gone.
		}
		finally {
			this.open.remove(socket);
		}
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Handler of a connection.
	 */
	@FunctionalInterface
	public interface Conversation {

		/**
		 * Talks until nothing is left to say.
		 * @param socket the connection
		 * @throws IOException if the other side has gone
		 */
		void with(Socket socket) throws IOException;

	}

}
