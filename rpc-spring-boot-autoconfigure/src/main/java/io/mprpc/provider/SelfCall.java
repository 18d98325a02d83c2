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

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.lifecycle.GrpcServerStartedEvent;

/**
 * Calls the own server once before anybody can learn of it. What a server loads with its
 * first connection and its first call, the first consumer need not wait for. Asks the
 * health service and takes any answer, even that there is no such service.
 *
 * @since 0.1
 */
public final class SelfCall {

	private static final Log logger = LogFactory.getLog(SelfCall.class);

	private static final long DEADLINE_MILLIS = 3_000;

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
	 * Calls.
	 * @param address where the server listens
	 * @return whether it answered
	 */
	boolean call(ServerAddress address) {
		ManagedChannel channel = Grpc
			.newChannelBuilderForAddress(host(address.boundTo()), address.port(), InsecureChannelCredentials.create())
			.build();
		try {
			HealthGrpc.newBlockingStub(channel)
				.withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
				.check(HealthCheckRequest.getDefaultInstance());
			return true;
		}
		catch (StatusRuntimeException ex) {
			boolean answered = isAnswer(ex.getStatus());
			if (!answered) {
				logger.warn("The gRPC server on port " + address.port() + " does not answer a call from this process: "
						+ ex.getStatus() + "; it is registered all the same");
			}
			return answered;
		}
		finally {
			channel.shutdownNow();
		}
	}

	private static String host(@Nullable InetAddress boundTo) {
		InetAddress reachable = (boundTo == null || boundTo.isAnyLocalAddress()) ? InetAddress.getLoopbackAddress()
				: boundTo;
		return reachable.getHostAddress();
	}

	private static boolean isAnswer(Status status) {
		return switch (status.getCode()) {
			case DEADLINE_EXCEEDED, UNAVAILABLE, CANCELLED -> false;
			default -> true;
		};
	}

}
