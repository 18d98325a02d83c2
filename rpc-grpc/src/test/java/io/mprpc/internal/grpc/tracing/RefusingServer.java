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

package io.mprpc.internal.grpc.tracing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/2 and refuses the first stream, as a server does that has not looked at it:
 * grpc-java's own server never does that on purpose. Every other call is answered with an
 * empty message.
 */
final class RefusingServer implements AutoCloseable {

	private static final byte[] EMPTY_MESSAGE = new byte[5];

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final AtomicReference<@Nullable Http2FrameStream> refused = new AtomicReference<>();

	private final Channel channel;

	RefusingServer() {
		this.channel = new ServerBootstrap().group(this.group)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<SocketChannel>() {

				@Override
				protected void initChannel(SocketChannel connection) {
					connection.pipeline().addLast(Http2FrameCodecBuilder.forServer().build(), new Streams());
				}

			})
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.syncUninterruptibly()
			.channel();
	}

	/** Where it listens, as {@code host:port}. */
	String address() {
		return "127.0.0.1:" + ((InetSocketAddress) this.channel.localAddress()).getPort();
	}

	@Override
	public void close() {
		this.channel.close().syncUninterruptibly();
		this.group.shutdownGracefully();
	}

	private final class Streams extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			try {
				if (message instanceof Http2HeadersFrame headers
						&& RefusingServer.this.refused.compareAndSet(null, headers.stream())) {
					context
						.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM).stream(headers.stream()));
				}
				else if (message instanceof Http2DataFrame data && data.isEndStream()
						&& data.stream() != RefusingServer.this.refused.get()) {
					answer(context, data.stream());
				}
			}
			finally {
				ReferenceCountUtil.release(message);
			}
		}

		private static void answer(ChannelHandlerContext context, Http2FrameStream stream) {
			context.write(new DefaultHttp2HeadersFrame(
					new DefaultHttp2Headers().status("200").set("content-type", "application/grpc"))
				.stream(stream));
			context.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(EMPTY_MESSAGE)).stream(stream));
			context.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().set("grpc-status", "0"), true)
				.stream(stream));
		}

	}

}
