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

package io.mprpc.internal.grpc.report.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.mprpc.internal.registry.AnnouncedServer;

/**
 * Channels to registry servers, apart from those of the application: neither its
 * interceptors nor its customizers apply, so that its meters and traces do not show them.
 *
 * @since 0.1
 */
public final class ReportChannels {

	/** Larger messages of a server end the stream. */
	private static final int MAX_INBOUND = 256 * 1024;

	private static final int MAX_METADATA = 8 * 1024;

	private static final Duration KEEPALIVE = Duration.ofSeconds(30);

	private static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(10);

	private final Security security;

	private final boolean tlsRequired;

	/**
	 * Creates the channels.
	 * @param security supplier of the credentials for servers that are announced with TLS
	 * @param tlsRequired whether servers that are announced without TLS are left alone
	 */
	public ReportChannels(Security security, boolean tlsRequired) {
		this.security = security;
		this.tlsRequired = tlsRequired;
	}

	/**
	 * Whether a server may be connected to.
	 * @param server the server
	 * @return whether its announcement fits the demand for TLS
	 */
	boolean allow(AnnouncedServer server) {
		return server.secure() || !this.tlsRequired;
	}

	/**
	 * Builder of a channel, which has not connected yet.
	 * @param server the server
	 * @return the builder
	 * @throws RuntimeException if the credentials cannot be read
	 */
	ManagedChannelBuilder<?> builder(AnnouncedServer server) {
		ChannelCredentials credentials = server.secure() ? this.security.credentials()
				: InsecureChannelCredentials.create();
		return Grpc.newChannelBuilderForAddress(server.endpoint().host(), server.endpoint().port(), credentials)
			.disableRetry()
			.disableServiceConfigLookUp()
			// As the connection to the registry, which goes through no proxy either.
			.proxyDetector((address) -> null)
			// Finds a server that is gone without a word, as after a power failure.
			.keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
			.keepAliveTimeout(KEEPALIVE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
			.maxInboundMessageSize(MAX_INBOUND)
			.maxInboundMetadataSize(MAX_METADATA);
	}

	/**
	 * Supplier of credentials. Asked for each connection, so that renewed certificates
	 * are used.
	 */
	@FunctionalInterface
	public interface Security {

		/**
		 * Current credentials.
		 * @return credentials for TLS, with a client certificate if there is one
		 */
		ChannelCredentials credentials();

	}

}
