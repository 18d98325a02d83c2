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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.grpc.stub.StreamObserver;
import io.micrometer.tracing.exporter.FinishedSpan;
import io.mprpc.demo.ChatLine;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.testing.DemoUsers;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * An application whose handlers say what they see of the trace.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TracedApplication {

	/** A field of baggage that travels, and that logs show. */
	static final String BAGGAGE = "tenant";

	@Bean
	Users users(@Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
		return new Users(executor);
	}

	/**
	 * Recorded spans.
	 */
	@FunctionalInterface
	interface Spans {

		List<FinishedSpan> finished();

	}

	/**
	 * Trace in the thread's MDC.
	 */
	record Seen(String where, @Nullable String traceId, @Nullable String spanId, @Nullable String tenant) {

		static Seen now(String where) {
			Map<String, String> mdc = MDC.getCopyOfContextMap();
			Map<String, String> map = (mdc != null) ? mdc : Map.of();
			return new Seen(where, map.get("traceId"), map.get("spanId"), map.get(BAGGAGE));
		}

	}

	/**
	 * Notes what each handler sees.
	 */
	static class Users extends DemoUsers {

		private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

		private final AsyncTaskExecutor executor;

		Users(AsyncTaskExecutor executor) {
			this.executor = executor;
		}

		Seen next() throws InterruptedException {
			Seen next = this.seen.poll(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
			if (next == null) {
				throw new AssertionError("No handler was called");
			}
			return next;
		}

		@Override
		public void login(LoginRequest request, StreamObserver<LoginReply> observer) {
			this.seen.add(Seen.now("handler"));
			if (request.getName().equals("async")) {
				this.executor.execute(() -> {
					this.seen.add(Seen.now("executor"));
					super.login(request, observer);
				});
			}
			else {
				super.login(request, observer);
			}
		}

		@Override
		public StreamObserver<ChatLine> chat(StreamObserver<ChatLine> observer) {
			this.seen.add(Seen.now("start"));
			return new StreamObserver<>() {

				@Override
				public void onNext(ChatLine line) {
					Users.this.seen.add(Seen.now(line.getText()));
					observer.onNext(line);
				}

				@Override
				public void onError(Throwable error) {
				}

				@Override
				public void onCompleted() {
					Users.this.seen.add(Seen.now("end"));
					observer.onCompleted();
				}

			};
		}

	}

}
