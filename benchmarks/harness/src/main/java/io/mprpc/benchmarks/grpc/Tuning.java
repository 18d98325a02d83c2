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
package io.mprpc.benchmarks.grpc;

import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.mprpc.benchmarks.Settings;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * Settings of grpc-java's transport, to compare their effect: {@code executor=direct} (or
 * {@code fixed}, {@code fork-join}, {@code virtual}, {@code split}),
 * {@code server-loops=1}, {@code client-loops=1}, {@code transport=nio},
 * {@code window=1048576}, {@code deadline=5000}. By default, grpc-java's defaults apply.
 */
final class Tuning {

	private static final String WINDOW = "window";

	private Tuning() {
	}

	static void apply(Settings settings, NettyServerBuilder builder) {
		HandlerExecutors.apply(settings.get("executor", ""), builder);
		int window = settings.getInt(WINDOW, 0);
		if (window > 0) {
			builder.flowControlWindow(window);
		}
		int loops = settings.getInt("server-loops", 0);
		if (loops > 0) {
			EventLoopGroup group = group(settings, loops);
			builder.bossEventLoopGroup(group)
				.workerEventLoopGroup(group)
				.channelType(isNio(settings) ? NioServerSocketChannel.class : EpollServerSocketChannel.class);
		}
	}

	static void apply(Settings settings, NettyChannelBuilder builder) {
		int window = settings.getInt(WINDOW, 0);
		if (window > 0) {
			builder.flowControlWindow(window);
		}
		int loops = settings.getInt("client-loops", 0);
		if (loops > 0) {
			builder.eventLoopGroup(group(settings, loops))
				.channelType(isNio(settings) ? NioSocketChannel.class : EpollSocketChannel.class);
		}
		int deadline = settings.getInt("deadline", 0);
		if (deadline > 0) {
			builder.intercept(new Deadlines(deadline));
		}
	}

	private static boolean isNio(Settings settings) {
		return settings.get("transport", "epoll").equals("nio");
	}

	private static EventLoopGroup group(Settings settings, int loops) {
		return new MultiThreadIoEventLoopGroup(loops,
				isNio(settings) ? NioIoHandler.newFactory() : EpollIoHandler.newFactory());
	}

	private record Deadlines(int millis) implements ClientInterceptor {

		@Override
		public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
			return next.newCall(method, options.withDeadlineAfter(this.millis, TimeUnit.MILLISECONDS));
		}

	}

}
