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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Handler that is the first to notice that a connection broke. gRPC gives all calls of a
 * connection the status of the event that it notices first. Between the moment at which
 * Netty closes a connection that its other end closed and the moment at which gRPC learns
 * of it, writes fail with an exception that says no more than that the channel is closed:
 * where such a write came first, all calls ended with {@code UNKNOWN}, which nothing
 * retries.
 */
final class ConnectionEnd extends ChannelInboundHandlerAdapter {

	private final GrpcHttp2ConnectionHandler calls;

	private final ChannelHandler negotiation;

	/**
	 * Creates the handler of a new connection.
	 * @param calls the handler that knows the connection's calls
	 * @param negotiation steps before there are calls
	 */
	ConnectionEnd(GrpcHttp2ConnectionHandler calls, ChannelHandler negotiation) {
		this.calls = calls;
		this.negotiation = negotiation;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		context.pipeline().addAfter(context.name(), null, this.negotiation);
		// Netty tells these listeners before it fails a write.
		context.channel().closeFuture().addListener((closed) -> closed(context.channel()));
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.fireExceptionCaught((cause instanceof IOException) ? broken(context.channel(), cause) : cause);
	}

	private void closed(Channel channel) throws Exception {
		ChannelHandlerContext context = channel.pipeline().context(this.calls);
		// Without it no call has been sent, and gRPC says what it was doing instead.
		if (context != null && !announced(this.calls.connection())) {
			this.calls.exceptionCaught(context, broken(channel, null));
		}
	}

	// Then gRPC has a status that says who ended the connection and why.
	private static boolean announced(Http2Connection connection) {
		return connection.goAwaySent() || connection.goAwayReceived();
	}

	private static StatusException broken(Channel channel, @Nullable Throwable cause) {
		return Status.UNAVAILABLE.withDescription("The connection to " + name(channel.remoteAddress()) + " broke")
			.withCause(cause)
			.asException();
	}

	private static String name(@Nullable SocketAddress address) {
		return (address instanceof InetSocketAddress internet) ? NetUtil.toSocketAddressString(internet)
				: String.valueOf(address);
	}

}
