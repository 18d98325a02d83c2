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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a call answers.
 */
public class RecordingObserver<T> implements StreamObserver<T> {

	private final List<T> values = new CopyOnWriteArrayList<>();

	private volatile @Nullable Status status;

	public List<T> values() {
		return this.values;
	}

	/** Status of the call, {@code null} while it has not ended. */
	public @Nullable Status status() {
		return this.status;
	}

	@Override
	public void onNext(T value) {
		this.values.add(value);
	}

	@Override
	public void onError(Throwable ex) {
		this.status = Status.fromThrowable(ex);
	}

	@Override
	public void onCompleted() {
		this.status = Status.OK;
	}

}
