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

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.mprpc.RpcService;
import io.mprpc.chaos.api.Reply;
import io.mprpc.chaos.api.Request;
import io.mprpc.chaos.api.TargetGrpc;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * Typical provider, with responses that take a few milliseconds so that calls are in
 * flight when it fails.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ProviderProcess {

	static void main(String[] args) {
		SpringApplication.run(ProviderProcess.class, args);
	}

	@Bean(destroyMethod = "shutdown")
	ScheduledExecutorService work() {
		return Executors.newScheduledThreadPool(2);
	}

	@RpcService
	TargetService targetService(ScheduledExecutorService work, @Value("${spring.grpc.server.port}") int port) {
		return new TargetService(work, port);
	}

	@EventListener(ApplicationReadyEvent.class)
	void ready() {
		System.out.println(Child.PROTOCOL + "READY");
	}

	static final class TargetService extends TargetGrpc.TargetImplBase {

		private static final int WORK_MILLIS = 3;

		private static final int STREAMED = 5;

		private final ScheduledExecutorService work;

		private final int port;

		TargetService(ScheduledExecutorService work, int port) {
			this.work = work;
			this.port = port;
		}

		@Override
		public void read(Request request, StreamObserver<Reply> response) {
			answerLater(request, response);
		}

		@Override
		public void write(Request request, StreamObserver<Reply> response) {
			answerLater(request, response);
		}

		@Override
		public void stream(Request request, StreamObserver<Reply> response) {
			next(request, response, STREAMED);
		}

		private void answerLater(Request request, StreamObserver<Reply> response) {
			this.work.schedule(() -> {
				if (!isCancelled(response)) {
					response.onNext(reply(request));
					response.onCompleted();
				}
			}, WORK_MILLIS, TimeUnit.MILLISECONDS);
		}

		private void next(Request request, StreamObserver<Reply> response, int left) {
			this.work.schedule(() -> {
				if (isCancelled(response)) {
					return;
				}
				response.onNext(reply(request));
				if (left > 1) {
					next(request, response, left - 1);
				}
				else {
					response.onCompleted();
				}
			}, WORK_MILLIS, TimeUnit.MILLISECONDS);
		}

		private static boolean isCancelled(StreamObserver<Reply> response) {
			return response instanceof ServerCallStreamObserver<Reply> call && call.isCancelled();
		}

		private Reply reply(Request request) {
			return Reply.newBuilder().setId(request.getId()).setPort(this.port).build();
		}

	}

}
