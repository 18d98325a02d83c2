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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.mprpc.demo.LoginEvent;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.WatchRequest;

/**
 * Service that answers immediately, except for what a test holds until
 * {@link #release()}: the login of {@value #HELD} and every watch.
 */
public class HeldUserService extends UserServiceGrpc.UserServiceImplBase {

	public static final String HELD = "held";

	private final CountDownLatch released = new CountDownLatch(1);

	public void release() {
		this.released.countDown();
	}

	@Override
	public void login(LoginRequest request, StreamObserver<LoginReply> reply) {
		if (request.getName().equals(HELD) && !await()) {
			reply.onError(Status.DEADLINE_EXCEEDED.asRuntimeException());
			return;
		}
		reply.onNext(LoginReply.newBuilder().setSuccess(true).build());
		reply.onCompleted();
	}

	@Override
	public void watchLogins(WatchRequest request, StreamObserver<LoginEvent> events) {
		events.onNext(LoginEvent.newBuilder().setName("first").build());
		if (await()) {
			events.onNext(LoginEvent.newBuilder().setName("last").build());
			events.onCompleted();
		}
	}

	private boolean await() {
		try {
			return this.released.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
