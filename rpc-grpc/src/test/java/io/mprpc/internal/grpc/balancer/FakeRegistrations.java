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

package io.mprpc.internal.grpc.balancer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.mprpc.internal.grpc.client.RegistrationReader;
import io.mprpc.registry.RpcInstance;

/**
 * Registrations that the test sets.
 */
public final class FakeRegistrations implements RegistrationReader {

	private final List<String> reads = new ArrayList<>();

	private CompletableFuture<Boolean> answer = CompletableFuture.completedFuture(true);

	/**
	 * Sets the answer from now on.
	 */
	public void answer(boolean registered) {
		this.answer = CompletableFuture.completedFuture(registered);
	}

	public void fail() {
		this.answer = CompletableFuture.failedFuture(new IllegalStateException("as the test says"));
	}

	/**
	 * Endpoints whose registration was read.
	 */
	public List<String> reads() {
		return this.reads;
	}

	@Override
	public Duration sessionTimeout() {
		return Duration.ofSeconds(4);
	}

	@Override
	public CompletionStage<Boolean> isRegistered(RpcInstance instance) {
		this.reads.add(instance.endpoint().toString());
		return this.answer;
	}

}
