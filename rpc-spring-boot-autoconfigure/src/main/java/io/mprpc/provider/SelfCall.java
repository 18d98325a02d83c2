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

package io.mprpc.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.lifecycle.GrpcServerStartedEvent;

/**
 * Calls the own server once before anybody can learn of it: the first consumer need not
 * wait for what a server loads with its first connection and its first call. Asks the
 * health service and takes any answer, even that there is no such service. Nothing of it
 * stops a start.
 *
 * @since 0.1
 */
public final class SelfCall {

	private static final Log logger = LogFactory.getLog(SelfCall.class);

	private static final int TIMEOUT_MILLIS = 3_000;

	private final boolean secure;

	/**
	 * Creates the caller of a server.
	 * @param secure whether the server speaks TLS: then it is not called, because nobody
	 * says which certificates it would accept
	 */
	public SelfCall(boolean secure) {
		this.secure = secure;
	}

	// Before the instance is registered, see ProviderEvents.
	@EventListener
	@Order(Ordered.HIGHEST_PRECEDENCE)
	void onServerStarted(GrpcServerStartedEvent event) {
		ServerAddress address = ServerAddress.of(event.getServer());
		if (address != null && !this.secure) {
			call(address);
		}
	}

	/**
	 * Calls. Speaks HTTP/2 itself, because a client would load more classes than the
	 * server.
	 * @param address where the server listens
	 * @return whether it answered
	 */
	boolean call(ServerAddress address) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(host(address.boundTo()), address.port()), TIMEOUT_MILLIS);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(HealthCheckFrames.request());
			HealthCheckFrames.awaitAnswer(socket.getInputStream());
			return true;
		}
		catch (IOException ex) {
			logger.warn("The gRPC server on port " + address.port() + " does not answer a call from this process: " + ex
					+ ". It is registered all the same; set rpc.server.self-call=false if it speaks TLS by other means "
					+ "than spring.grpc.server.ssl");
			return false;
		}
	}

	private static String host(@Nullable InetAddress boundTo) {
		InetAddress reachable = (boundTo == null || boundTo.isAnyLocalAddress()) ? InetAddress.getLoopbackAddress()
				: boundTo;
		return reachable.getHostAddress();
	}

}
