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

package io.mprpc.internal.zookeeper.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.mprpc.internal.zookeeper.session.SessionClient;
import io.mprpc.registry.RegistryAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Reads that show what was written before they were asked for, also from a server that
 * lags behind its ensemble: it catches up first. Thousands of reads that come together,
 * as after an outage of the network, share that. For use on the thread of the loop, on
 * which the reads end too.
 */
public final class SyncedReads {

	private static final int PARALLELISM = 64;

	private final ConcurrencyLimiter gate = new ConcurrencyLimiter(PARALLELISM);

	private List<Read> waiting = new ArrayList<>();

	private boolean syncing;

	/**
	 * Whether a node exists.
	 * @param sessionClient client to read through, {@code null} if there is no connection
	 * @param path the node
	 * @return completes with whether it exists
	 */
	public CompletableFuture<Boolean> exists(@Nullable SessionClient sessionClient, String path) {
		if (sessionClient == null) {
			return CompletableFuture.failedFuture(new RegistryAccessException("ZooKeeper is not connected", null));
		}
		Read read = new Read(sessionClient, path, new CompletableFuture<>());
		this.waiting.add(read);
		if (!this.syncing) {
			sync();
		}
		return read.answer;
	}

	// Requests that arrive meanwhile wait for the next read: this one may have begun
	// earlier.
	private void sync() {
		List<Read> batch = this.waiting;
		this.waiting = new ArrayList<>();
		this.syncing = true;
		Read last = batch.get(batch.size() - 1);
		last.sessionClient.sync(last.path).whenComplete((synced, ex) -> {
			this.syncing = false;
			if (!this.waiting.isEmpty()) {
				sync();
			}
			batch.forEach((read) -> {
				if (ex != null) {
					read.answer.completeExceptionally(cause(ex));
				}
				else {
					this.gate.enter(read::start);
				}
			});
		});
	}

	private static Throwable cause(Throwable ex) {
		return (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
	}

	private record Read(SessionClient sessionClient, String path, CompletableFuture<Boolean> answer) {

		CompletableFuture<Boolean> start() {
			return this.sessionClient.exists(this.path).whenComplete((exists, ex) -> {
				if (ex != null) {
					this.answer.completeExceptionally(cause(ex));
				}
				else {
					this.answer.complete(exists);
				}
			});
		}

	}

}
