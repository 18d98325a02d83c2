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

package io.mprpc.internal.zookeeper.publish;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.apache.zookeeper.Op;

/**
 * Steps that belong together, in as few transactions as ZooKeeper can take, one after the
 * other.
 */
final class Transactions {

	/**
	 * Operations of one transaction: larger ones take long and may not fit into a packet.
	 */
	private static final int MAX_OPERATIONS = 500;

	private static final int MAX_BYTES = 512 * 1024;

	private final List<List<Op>> transactions = new ArrayList<>();

	private final Set<String> paths = new LinkedHashSet<>();

	private int bytes;

	void add(GroupPlan.Step step) {
		if (this.transactions.isEmpty() || isFull(step)) {
			this.transactions.add(new ArrayList<>());
			this.bytes = 0;
		}
		last().addAll(step.operations());
		this.paths.add(step.path());
		this.bytes += step.bytes();
	}

	private boolean isFull(GroupPlan.Step step) {
		return last().size() + step.operations().size() > MAX_OPERATIONS || this.bytes + step.bytes() > MAX_BYTES;
	}

	private List<Op> last() {
		return this.transactions.get(this.transactions.size() - 1);
	}

	/** Nodes that the steps are about. */
	Set<String> paths() {
		return this.paths;
	}

	/**
	 * Commits them.
	 * @param request commits one transaction
	 * @return completes with the last, or with the first that fails
	 */
	CompletableFuture<Void> commit(Function<List<Op>, CompletableFuture<Void>> request) {
		CompletableFuture<Void> committed = CompletableFuture.completedFuture(null);
		for (List<Op> transaction : this.transactions) {
			committed = committed.thenCompose((done) -> request.apply(transaction));
		}
		return committed;
	}

}
