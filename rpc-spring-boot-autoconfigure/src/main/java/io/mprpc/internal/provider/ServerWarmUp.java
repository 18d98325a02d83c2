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

package io.mprpc.internal.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.grpc.Status;
import io.mprpc.internal.grpc.server.HealthCheckFrames;
import io.mprpc.internal.grpc.server.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.lifecycle.GrpcServerStartedEvent;

/**
 * Warm-up of the own server by one call before it is registered, so that the first
 * consumer need not wait for the classes that a server loads with its first connection
 * and its first call. Asks the health service and takes any answer, even that there is no
 * such service. Nothing of it stops a start.
 *
 * @since 0.1
 */
public final class ServerWarmUp {

	private static final Logger logger = LoggerFactory.getLogger(ServerWarmUp.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final boolean secure;

	private final int timeoutMillis;

	/**
	 * Creates the caller of a server.
	 * @param secure whether the server speaks TLS: then it is not called, because it is
	 * not known which certificates it would accept
	 */
	public ServerWarmUp(boolean secure) {
		this(secure, TIMEOUT);
	}

	ServerWarmUp(boolean secure, Duration timeout) {
		this.secure = secure;
		this.timeoutMillis = Math.toIntExact(timeout.toMillis());
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
			socket.connect(new InetSocketAddress(host(address.boundTo()), address.port()), this.timeoutMillis);
			socket.setSoTimeout(this.timeoutMillis);
			socket.getOutputStream().write(HealthCheckFrames.request());
			answered(address.port(), HealthCheckFrames.awaitAnswer(socket.getInputStream()));
			return true;
		}
		catch (IOException ex) {
			logger.warn("The gRPC server on port " + address.port() + " could not be called by its own process: "
					+ cause(ex) + ". It is registered all the same");
			return false;
		}
	}

	private String cause(IOException ex) {
		if (ex instanceof SocketTimeoutException) {
			return "there was no answer within " + this.timeoutMillis
					+ " ms, which a busy machine may need. The first call of a consumer may take as long; "
					+ "rpc.server.warm-up-call=false saves the start the wait";
		}
		if (ex instanceof ProtocolException) {
			return ex.getMessage() + ". If it speaks TLS by other means than spring.grpc.server.ssl, set "
					+ "rpc.server.warm-up-call=false";
		}
		return (ex.getMessage() != null) ? ex.getMessage() : ex.toString();
	}

	// No health service is no reason to worry: something has answered.
	private static void answered(int port, int code) {
		Status.Code status = Status.fromCodeValue(code).getCode();
		if (code == HealthCheckFrames.UNKNOWN_STATUS || status == Status.Code.OK
				|| status == Status.Code.UNIMPLEMENTED) {
			return;
		}
		logger.info("The gRPC server on port " + port + " answered the call of its own process to "
				+ "grpc.health.v1.Health/Check with " + status + ": an interceptor seems to refuse calls without "
				+ "credentials. The first call of a consumer loads the classes that this one did not reach; let the health service "
				+ "pass, which load balancers ask too, or set rpc.server.warm-up-call=false");
	}

	private static String host(@Nullable InetAddress boundTo) {
		InetAddress reachable = (boundTo == null || boundTo.isAnyLocalAddress()) ? InetAddress.getLoopbackAddress()
				: boundTo;
		return reachable.getHostAddress();
	}

}
