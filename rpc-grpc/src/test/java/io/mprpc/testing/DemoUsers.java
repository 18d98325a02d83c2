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

package io.mprpc.testing;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.grpc.stub.StreamObserver;
import io.mprpc.demo.ChatLine;
import io.mprpc.demo.Chunk;
import io.mprpc.demo.LoginEvent;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileReply;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UploadReply;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.WatchRequest;

/**
 * The demo's users, whose unary answers a test can bend. {@code Register} is left out.
 */
public class DemoUsers extends UserServiceGrpc.UserServiceImplBase {

	private final AtomicReference<Consumer<StreamObserver<?>>> instead = new AtomicReference<>();

	/**
	 * Answers the next unary call in another way.
	 * @param action what to do with its observer
	 */
	public void next(Consumer<StreamObserver<?>> action) {
		this.instead.set(action);
	}

	@Override
	public void login(LoginRequest request, StreamObserver<LoginReply> observer) {
		answer(observer, LoginReply.newBuilder().setSuccess(true).setServedBy(request.getName()).build());
	}

	@Override
	public void getProfile(ProfileRequest request, StreamObserver<ProfileReply> observer) {
		answer(observer, ProfileReply.newBuilder().setName(request.getName()).build());
	}

	@Override
	public void watchLogins(WatchRequest request, StreamObserver<LoginEvent> observer) {
		for (int i = 0; i < request.getCount(); i++) {
			observer.onNext(LoginEvent.newBuilder().setName("user" + i).build());
		}
		observer.onCompleted();
	}

	@Override
	public StreamObserver<Chunk> upload(StreamObserver<UploadReply> observer) {
		return new StreamObserver<>() {

			private long size;

			@Override
			public void onNext(Chunk chunk) {
				this.size += chunk.getData().size();
			}

			@Override
			public void onError(Throwable error) {
			}

			@Override
			public void onCompleted() {
				observer.onNext(UploadReply.newBuilder().setSize(this.size).build());
				observer.onCompleted();
			}

		};
	}

	@Override
	public StreamObserver<ChatLine> chat(StreamObserver<ChatLine> observer) {
		return new StreamObserver<>() {

			@Override
			public void onNext(ChatLine line) {
				observer.onNext(line);
			}

			@Override
			public void onError(Throwable error) {
			}

			@Override
			public void onCompleted() {
				observer.onCompleted();
			}

		};
	}

	private <T> void answer(StreamObserver<T> observer, T reply) {
		Consumer<StreamObserver<?>> action = this.instead.getAndSet(null);
		if (action != null) {
			action.accept(observer);
			return;
		}
		observer.onNext(reply);
		observer.onCompleted();
	}

}
