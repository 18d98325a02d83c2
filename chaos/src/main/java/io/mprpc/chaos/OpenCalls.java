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

package io.mprpc.chaos;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.stub.StreamObserver;
import io.mprpc.chaos.api.Reply;
import io.mprpc.chaos.api.Request;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asynchronous calls of each kind and with each asynchronous stub; half of them are
 * idempotent.
 */
final class OpenCalls {

	private final List<Way> ways;

	OpenCalls(Stubs stubs) {
		CoroutineCalls coroutines = new CoroutineCalls(stubs.coroutine());
		this.ways = List.of(new Way(CallKind.READ, "future", (it, call) -> listen(stubs.future().read(it), call)),
				new Way(CallKind.WRITE, "async", (it, call) -> stubs.async().write(it, new Observer(call))),
				new Way(CallKind.READ, "reactor", (it, call) -> subscribe(stubs.reactor().read(it), call)),
				new Way(CallKind.STREAM, "coroutine", (it, call) -> listen(coroutines.stream(it), call)),
				new Way(CallKind.READ, "coroutine", (it, call) -> listen(coroutines.read(it), call)),
				new Way(CallKind.WRITE, "reactor", (it, call) -> subscribe(stubs.reactor().write(it), call)),
				new Way(CallKind.READ, "async", (it, call) -> stubs.async().read(it, new Observer(call))),
				new Way(CallKind.STREAM, "async", (it, call) -> stubs.async().stream(it, new Observer(call))),
				new Way(CallKind.READ, "future", (it, call) -> listen(stubs.future().read(it), call)),
				new Way(CallKind.WRITE, "coroutine", (it, call) -> listen(coroutines.write(it), call)),
				new Way(CallKind.READ, "reactor", (it, call) -> subscribe(stubs.reactor().read(it), call)),
				new Way(CallKind.STREAM, "reactor", (it, call) -> subscribe(stubs.reactor().stream(it), call)));
	}

	/**
	 * Begins a call.
	 * @param id number of the call, which selects its kind and stub
	 * @param tally tally that it counts in
	 */
	void begin(long id, Tally tally) {
		Way way = this.ways.get((int) (id % this.ways.size()));
		Tally.Call call = tally.begin(way.kind(), way.stub());
		try {
			way.start().accept(Request.newBuilder().setId(id).build(), call);
		}
		catch (RuntimeException ex) {
			call.failed(ex);
		}
	}

	private static void listen(ListenableFuture<Reply> future, Tally.Call call) {
		Futures.addCallback(future, new FutureCallback<Reply>() {

			@Override
			public void onSuccess(@Nullable Reply reply) {
				call.succeeded((reply != null) ? reply.getPort() : 0);
			}

			@Override
			public void onFailure(Throwable failure) {
				call.failed(failure);
			}

		}, MoreExecutors.directExecutor());
	}

	private static void listen(CompletableFuture<Integer> future, Tally.Call call) {
		future.whenComplete((port, failure) -> {
			if (failure == null) {
				call.succeeded(port);
			}
			else {
				Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : null;
				call.failed((cause != null) ? cause : failure);
			}
		});
	}

	private static void subscribe(Mono<Reply> replies, Tally.Call call) {
		replies.subscribe((reply) -> call.succeeded(reply.getPort()), call::failed);
	}

	private static void subscribe(Flux<Reply> replies, Tally.Call call) {
		subscribe(replies.last(), call);
	}

	/**
	 * Way to make a call.
	 *
	 * @param kind kind of the call
	 * @param stub the stub that makes it
	 * @param start start of the call
	 */
	private record Way(CallKind kind, String stub, BiConsumer<Request, Tally.Call> start) {

	}

	private static final class Observer implements StreamObserver<Reply> {

		private final Tally.Call call;

		private int port;

		Observer(Tally.Call call) {
			this.call = call;
		}

		@Override
		public void onNext(Reply reply) {
			this.port = reply.getPort();
		}

		@Override
		public void onError(Throwable failure) {
			this.call.failed(failure);
		}

		@Override
		public void onCompleted() {
			this.call.succeeded(this.port);
		}

	}

}
