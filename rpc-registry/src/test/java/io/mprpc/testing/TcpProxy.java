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

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Proxy between a client and a server on the loopback interface that breaks their
 * connections. It keeps its port until it is closed.
 */
public final class TcpProxy implements AutoCloseable {

	private static final int CONNECT_TIMEOUT_MILLIS = 5000;

	private static final long HELD_CHECK_MILLIS = 100;

	private final ServerSocket listener;

	private volatile InetSocketAddress target;

	private final Set<Link> links = ConcurrentHashMap.newKeySet();

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicLong answeredBytes = new AtomicLong();

	private final Object held = new Object();

	private volatile Mode mode = Mode.FORWARD;

	private volatile @Nullable String trigger;

	private TcpProxy(InetSocketAddress target) {
		this.target = target;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start("tcp-proxy-accept-" + port(), this::accept);
	}

	/**
	 * Starts a proxy on a free port.
	 * @param port port of the server on the loopback interface
	 * @return the proxy, which forwards
	 */
	public static TcpProxy to(int port) {
		return new TcpProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
	}

	/**
	 * Leads new connections to another server, and closes those that are open.
	 * @param port port of the server on the loopback interface
	 */
	public void redirect(int port) {
		this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		cut();
	}

	/**
	 * Port that the proxy listens on.
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

	/**
	 * Closes all open connections once; new ones are forwarded as the mode says.
	 */
	public void cut() {
		this.links.forEach(Link::close);
	}

	/**
	 * Closes all open connections, and each new one immediately, until
	 * {@link #forward()}.
	 */
	public void refuse() {
		this.mode = Mode.REFUSE;
		cut();
	}

	/**
	 * Leaves connections open and takes new ones, but lets no byte through in either
	 * direction, until {@link #forward()}: a silent partition.
	 */
	public void swallow() {
		this.mode = Mode.SWALLOW;
	}

	/**
	 * Lets requests through and drops the server's answers, until {@link #forward()}.
	 */
	public void swallowAnswers() {
		this.mode = Mode.SWALLOW_ANSWERS;
	}

	/**
	 * As {@link #swallowAnswers()} from the moment when a request holds a text.
	 * @param text the text, in ASCII
	 */
	public void swallowAnswersFrom(String text) {
		this.trigger = text;
	}

	/**
	 * Keeps requests back and lets answers through, until {@link #forward()}, which sends
	 * the requests on.
	 */
	public void holdRequests() {
		this.mode = Mode.HOLD_REQUESTS;
	}

	/**
	 * Forwards again. Connections that lost bytes meanwhile are closed.
	 */
	public void forward() {
		this.trigger = null;
		synchronized (this.held) {
			this.mode = Mode.FORWARD;
			this.held.notifyAll();
		}
		this.links.stream().filter((link) -> link.torn).forEach(Link::close);
	}

	/**
	 * Number of connections taken so far.
	 * @return the number
	 */
	public int accepted() {
		return this.accepted.get();
	}

	/**
	 * Number of connections open now.
	 * @return the number
	 */
	public int open() {
		return this.links.size();
	}

	/**
	 * Number of bytes that went from the server to its clients.
	 * @return the number
	 */
	public long answeredBytes() {
		return this.answeredBytes.get();
	}

	@Override
	public void close() {
		closeQuietly(this.listener);
		cut();
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			Socket client;
			try {
				client = this.listener.accept();
			}
			catch (IOException ex) {
				return;
			}
			this.accepted.incrementAndGet();
			if (this.mode == Mode.REFUSE) {
				closeQuietly(client);
			}
			else {
				start("tcp-proxy-open-" + port(), () -> open(client));
			}
		}
	}

	private void open(Socket client) {
		Socket server = new Socket();
		Link link = new Link(client, server);
		this.links.add(link);
		try {
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			server.connect(this.target, CONNECT_TIMEOUT_MILLIS);
		}
		catch (IOException ex) {
			link.close();
			return;
		}
		if (this.mode == Mode.REFUSE || this.listener.isClosed()) {
			link.close();
			return;
		}
		start("tcp-proxy-requests-" + port(), () -> pump(link, client, server, false));
		pump(link, server, client, true);
	}

	private void pump(Link link, Socket from, Socket to, boolean answers) {
		byte[] buffer = new byte[16 * 1024];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				if (!answers) {
					pull(buffer, n);
					hold(link);
				}
				Mode now = this.mode;
				if (now == Mode.SWALLOW || (answers && now == Mode.SWALLOW_ANSWERS)) {
					link.torn = true;
				}
				if (!link.torn || (!answers && now == Mode.SWALLOW_ANSWERS)) {
					out.write(buffer, 0, n);
					out.flush();
					this.answeredBytes.addAndGet(answers ? n : 0);
				}
				else if (now == Mode.FORWARD) {
					return;
				}
			}
		}
		catch (IOException ex) {
			// One side is gone: the link goes with it.
		}
		finally {
			link.close();
		}
	}

	private void hold(Link link) throws IOException {
		synchronized (this.held) {
			while (this.mode == Mode.HOLD_REQUESTS && !link.client.isClosed()) {
				try {
					this.held.wait(HELD_CHECK_MILLIS);
				}
				catch (InterruptedException ex) {
					throw new InterruptedIOException();
				}
			}
		}
	}

	private void pull(byte[] buffer, int length) {
		String text = this.trigger;
		if (text != null && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(text)) {
			this.trigger = null;
			swallowAnswers();
		}
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	private static void closeQuietly(Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException ex) {
			// Nothing more can be done with it.
		}
	}

	private enum Mode {

		FORWARD, REFUSE, SWALLOW, SWALLOW_ANSWERS, HOLD_REQUESTS

	}

	private final class Link {

		private final Socket client;

		private final Socket server;

		private volatile boolean torn;

		Link(Socket client, Socket server) {
			this.client = client;
			this.server = server;
		}

		void close() {
			closeQuietly(this.client);
			closeQuietly(this.server);
			TcpProxy.this.links.remove(this);
		}

	}

}
