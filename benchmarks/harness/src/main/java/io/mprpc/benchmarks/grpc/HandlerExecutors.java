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

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.netty.NettyServerBuilder;

/**
 * Executors for handlers, to compare their cost.
 */
final class HandlerExecutors {

	private static final int MANY = 256;

	private HandlerExecutors() {
	}

	static void apply(String name, NettyServerBuilder builder) {
		switch (name) {
			case "" -> {
				// grpc-java's own: a cached thread pool.
			}
			case "direct" -> builder.directExecutor();
			case "fixed" -> builder.executor(fixed());
			case "fork-join" -> builder.executor(forkJoin(MANY));
			case "few" -> builder.executor(forkJoin(Runtime.getRuntime().availableProcessors()));
			case "virtual" -> builder.executor(virtual());
			case "split" -> split(builder, Executors.newCachedThreadPool());
			case "split-virtual" -> split(builder, virtual());
			case "split-direct" -> split(builder, Runnable::run);
			default -> throw new IllegalArgumentException("executor=" + name);
		}
	}

	/** Looks up the method on the event loop and calls it on another thread. */
	private static void split(NettyServerBuilder builder, Executor executor) {
		builder.directExecutor();
		builder.callExecutor(new ServerCallExecutorSupplier() {

			@Override
			public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
				return executor;
			}

		});
	}

	private static ExecutorService fixed() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(MANY, MANY, 1, TimeUnit.MINUTES,
				new LinkedBlockingQueue<>());
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	private static ExecutorService forkJoin(int threads) {
		return new ForkJoinPool(threads, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
	}

	/** Available since Java 21. */
	private static ExecutorService virtual() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Virtual threads need Java 21", ex);
		}
	}

}
