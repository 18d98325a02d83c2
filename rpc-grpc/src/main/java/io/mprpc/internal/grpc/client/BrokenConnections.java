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

package io.mprpc.internal.grpc.client;

import io.grpc.ChannelCredentials;
import io.grpc.CompositeChannelCredentials;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyChannelCredentials;
import io.grpc.netty.InternalProtocolNegotiator;
import io.netty.channel.ChannelHandler;
import io.netty.util.AsciiString;

/**
 * Credentials of channels over Netty that also see to it that a call which ends because
 * its connection broke ends with {@code UNAVAILABLE}. gRPC gives no other access to its
 * connections.
 */
public final class BrokenConnections {

	private BrokenConnections() {
	}

	/**
	 * The same credentials, with which calls of a broken connection end with a clear
	 * status.
	 * @param credentials how the channel is secured
	 * @return the credentials, or those given if Netty cannot use them, which it says
	 * itself
	 */
	public static ChannelCredentials withClearStatus(ChannelCredentials credentials) {
		if (credentials instanceof CompositeChannelCredentials composite) {
			return CompositeChannelCredentials.create(withClearStatus(composite.getChannelCredentials()),
					composite.getCallCredentials());
		}
		try {
			return InternalNettyChannelCredentials
				.create(new Negotiators(InternalNettyChannelCredentials.toNegotiator(credentials)));
		}
		catch (IllegalArgumentException ex) {
			return credentials;
		}
	}

	private record Negotiators(
			InternalProtocolNegotiator.ClientFactory others) implements InternalProtocolNegotiator.ClientFactory {

		@Override
		public InternalProtocolNegotiator.ProtocolNegotiator newNegotiator() {
			return new Negotiator(this.others.newNegotiator());
		}

		@Override
		public int getDefaultPort() {
			return this.others.getDefaultPort();
		}

	}

	private record Negotiator(InternalProtocolNegotiator.ProtocolNegotiator other)
			implements
				InternalProtocolNegotiator.ProtocolNegotiator {

		@Override
		public AsciiString scheme() {
			return this.other.scheme();
		}

		@Override
		public ChannelHandler newHandler(GrpcHttp2ConnectionHandler calls) {
			return new ConnectionEnd(calls, this.other.newHandler(calls));
		}

		@Override
		public void close() {
			this.other.close();
		}

	}

}
