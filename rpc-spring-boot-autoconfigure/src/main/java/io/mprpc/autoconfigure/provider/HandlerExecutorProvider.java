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

package io.mprpc.autoconfigure.provider;

import java.util.concurrent.Executor;

import io.mprpc.internal.grpc.server.HandlerThreadPool;
import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Provider of the executor of handlers that may block: on the user's executor for the
 * server if there is one, on virtual threads if Spring Boot has them enabled, else on a
 * pool of our own. None of them is a bean: Spring Boot would take it for the
 * application's executor.
 */
class HandlerExecutorProvider implements DisposableBean {

	private static final String VIRTUAL_THREAD_NAMES = "rpc-call-";

	private final @Nullable GrpcServerExecutorProvider users;

	private final boolean virtual;

	private @Nullable Executor executor;

	HandlerExecutorProvider(@Nullable GrpcServerExecutorProvider users, boolean virtual) {
		this.users = users;
		this.virtual = virtual;
	}

	/**
	 * Whether the user has configured an executor of handlers.
	 */
	boolean areUsersOwn() {
		return this.users != null;
	}

	synchronized Executor executor() {
		if (this.executor == null) {
			this.executor = create();
		}
		return this.executor;
	}

	private Executor create() {
		if (this.users != null) {
			return this.users.getExecutor();
		}
		return this.virtual ? new VirtualThreadTaskExecutor(VIRTUAL_THREAD_NAMES)
				: HandlerThreadPool.obtain(TimeSource.system());
	}

	@Override
	public synchronized void destroy() {
		if (this.executor instanceof HandlerThreadPool pool) {
			pool.close();
		}
	}

}
