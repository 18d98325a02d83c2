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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.mprpc.internal.zookeeper.layout.NodeGroup;
import io.mprpc.internal.zookeeper.publish.GroupPlan.Step;
import io.mprpc.internal.zookeeper.session.LoopTasks;
import io.mprpc.internal.zookeeper.session.SessionClient;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writer of the nodes of a group within one session, which also deletes them. Returns
 * immediately; for use on the loop, on which ZooKeeper's answers come. Each answer is
 * awaited no longer than the operation timeout.
 */
public final class GroupWriter {

	private static final Logger logger = LoggerFactory.getLogger(GroupWriter.class);

	// Each round ends because another process changed the nodes between reading and
	// writing.
	private static final int MAX_ROUNDS = 6;

	private final Duration timeout;

	private final LoopTasks loop;

	public GroupWriter(Duration timeout, LoopTasks loop) {
		this.timeout = timeout;
		this.loop = loop;
	}

	/**
	 * Writes the nodes as they should be and leaves a watch on each.
	 * @param fresh whether nothing of the group was tried in this session yet
	 */
	CompletableFuture<WriteOutcome> write(SessionClient sessionClient, NodeGroup group, Witness witness,
			boolean fresh) {
		return rounds(group, MAX_ROUNDS, new Attempt(sessionClient, group, witness, fresh)::round);
	}

	/**
	 * Deletes those nodes of the group that the session owns.
	 * @param kept paths of nodes that another group of the session needs
	 */
	CompletableFuture<WriteOutcome> remove(SessionClient sessionClient, NodeGroup group, Predicate<String> kept) {
		return rounds(group, MAX_ROUNDS,
				() -> read(sessionClient, group.nodes().keySet().stream().filter(Predicate.not(kept)).toList(), null)
					.thenCompose((present) -> commit(sessionClient, GroupPlan.deletions(sessionClient, present)))
					.thenApply((done) -> Optional.of(WriteOutcome.written(true))));
	}

	private CompletableFuture<WriteOutcome> rounds(NodeGroup group, int left,
			Supplier<CompletableFuture<Optional<WriteOutcome>>> round) {
		if (left == 0) {
			return CompletableFuture
				.completedFuture(WriteOutcome.failed("others keep changing the nodes of " + group.label()));
		}
		return round.get().handle((outcome, ex) -> {
			if (outcome != null && outcome.isPresent()) {
				return CompletableFuture.completedFuture(outcome.get());
			}
			if (ex == null || isOutdated(cause(ex))) {
				// Not as it was read: read again.
				return rounds(group, left - 1, round);
			}
			return failure(group, cause(ex));
		}).thenCompose(Function.identity());
	}

	private static CompletableFuture<WriteOutcome> failure(NodeGroup group, Throwable ex) {
		if (ex instanceof KeeperException.NoAuthException denied) {
			return CompletableFuture.completedFuture(WriteOutcome.denied("no permission in ZooKeeper at znode "
					+ denied.getPath() + " or its parent: check its ACL and the registry's credentials"));
		}
		if (ex instanceof KeeperException.NotEmptyException foreign) {
			return CompletableFuture.completedFuture(WriteOutcome
				.denied("znode " + foreign.getPath() + " is not an instance's, it has children: delete it"));
		}
		if (ex instanceof TimeoutException) {
			return CompletableFuture
				.completedFuture(WriteOutcome.failed("ZooKeeper did not answer in time about " + group.label()));
		}
		return (ex instanceof KeeperException)
				? CompletableFuture.completedFuture(WriteOutcome.failed(String.valueOf(ex.getMessage())))
				: CompletableFuture.failedFuture(ex);
	}

	private CompletableFuture<Void> ensureAncestors(SessionClient sessionClient, Set<String> paths) {
		// Looked at before they are created: a failed creation would go through the whole
		// ensemble, and may be forbidden where an ancestor belongs to an administrator.
		Map<String, CompletableFuture<Boolean>> existing = new LinkedHashMap<>();
		NodeGroup.ancestors(paths).forEach((path) -> existing.put(path, sessionClient.exists(path)));
		return all(existing.values()).thenCompose((known) -> {
			List<CompletableFuture<Void>> created = new ArrayList<>();
			existing.forEach((path, exists) -> {
				if (!exists.join()) {
					created.add(sessionClient.ensure(path));
				}
			});
			return all(created);
		});
	}

	private CompletableFuture<Map<String, SessionClient.Content>> read(SessionClient sessionClient,
			Collection<String> paths, @Nullable Watcher watcher) {
		Map<String, CompletableFuture<SessionClient.@Nullable Content>> answers = new LinkedHashMap<>();
		paths.forEach((path) -> answers.put(path, sessionClient.read(path, watcher)));
		return all(answers.values()).thenApply((known) -> {
			Map<String, SessionClient.Content> present = new LinkedHashMap<>();
			answers.forEach((path, answer) -> {
				SessionClient.Content content = answer.join();
				if (content != null) {
					present.put(path, content);
				}
			});
			return present;
		});
	}

	private CompletableFuture<Void> commit(SessionClient sessionClient, List<Step> steps) {
		return perFamily(steps, (family) -> commit(sessionClient, family));
	}

	private CompletableFuture<Void> commit(SessionClient sessionClient, Transactions family) {
		return family.commit((operations) -> all(List.of(sessionClient.multi(operations))));
	}

	// In transactions of its own: one family does not wait for another.
	private static CompletableFuture<Void> perFamily(List<Step> steps,
			Function<Transactions, CompletableFuture<Void>> task) {
		Map<String, Transactions> families = new LinkedHashMap<>();
		steps.forEach((step) -> families.computeIfAbsent(NodeGroup.family(step.path()), (family) -> new Transactions())
			.add(step));
		return together(families.values().stream().map(task).toList());
	}

	/** Awaits all answers for a bounded time. */
	private CompletableFuture<Void> all(Collection<? extends CompletableFuture<?>> answers) {
		CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
		if (!all.isDone()) {
			ScheduledFuture<?> limit = this.loop.schedule(this.timeout,
					() -> all.completeExceptionally(new TimeoutException()));
			all.whenComplete((done, ex) -> {
				if (limit != null) {
					limit.cancel(false);
				}
			});
		}
		return all;
	}

	/** Awaits all. Of several failures it tells one after which to read again, if any. */
	private static CompletableFuture<Void> together(List<CompletableFuture<Void>> answers) {
		CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
		return all.exceptionallyCompose((ex) -> CompletableFuture.failedFuture(answers.stream()
			.filter(CompletableFuture::isCompletedExceptionally)
			.map((answer) -> cause(answer.handle((done, failure) -> failure).join()))
			.filter(GroupWriter::isOutdated)
			.findFirst()
			.orElse(cause(ex))));
	}

	private static boolean isOutdated(Throwable ex) {
		return ex instanceof KeeperException.NodeExistsException || ex instanceof KeeperException.NoNodeException
				|| ex instanceof KeeperException.BadVersionException;
	}

	private static Throwable cause(Throwable ex) {
		return (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
	}

	/**
	 * Listener for later changes to the nodes.
	 */
	interface Witness extends Watcher {

		/** The nodes are about to be read: what was heard before needs no answer. */
		void reading();

	}

	/**
	 * One attempt to write the nodes as they should be, in several rounds.
	 */
	private final class Attempt {

		private final SessionClient sessionClient;

		private final NodeGroup group;

		private final Witness witness;

		private final boolean fresh;

		private final Set<Long> earlier = new HashSet<>();

		private boolean begun;

		private boolean changed;

		Attempt(SessionClient sessionClient, NodeGroup group, Witness witness, boolean fresh) {
			this.sessionClient = sessionClient;
			this.group = group;
			this.witness = witness;
			this.fresh = fresh;
		}

		CompletableFuture<Optional<WriteOutcome>> round() {
			boolean create = this.fresh && !this.begun;
			this.begun = true;
			return create ? create().thenCompose((created) -> compare()) : compare();
		}

		// The nodes of one family appear together or not at all, those of several do not:
		// where a process stands at any of them, none is written before all are compared.
		private CompletableFuture<Void> create() {
			CompletableFuture<Boolean> unclaimed = read(this.sessionClient, this.group.claims(), null)
				.thenApply(Map::isEmpty);
			return change(GroupPlan.creations(this.sessionClient, this.group), unclaimed);
		}

		private CompletableFuture<Optional<WriteOutcome>> compare() {
			this.witness.reading();
			return read(this.sessionClient, this.group.nodes().keySet(), this.witness)
				.thenCompose((present) -> apply(GroupPlan.of(this.sessionClient, this.group, present, this.fresh)));
		}

		private CompletableFuture<Optional<WriteOutcome>> apply(GroupPlan plan) {
			String rival = plan.rival();
			if (rival != null) {
				return commit(this.sessionClient, plan.ownDeletions())
					.thenApply((done) -> Optional.of(WriteOutcome.conflict(rival)));
			}
			if (plan.steps().isEmpty()) {
				return removeLeftovers().thenApply((done) -> Optional.of(WriteOutcome.written(this.changed)));
			}
			this.earlier.addAll(plan.takenFrom());
			return change(plan.steps(), CompletableFuture.completedFuture(true)).thenApply((done) -> Optional.empty());
		}

		private CompletableFuture<Void> change(List<Step> steps, CompletableFuture<Boolean> permitted) {
			return perFamily(steps, (family) -> ensureAncestors(this.sessionClient, family.paths())
				.thenCombine(permitted, (done, now) -> now)
				.thenCompose((now) -> now ? commit(this.sessionClient, family).thenRun(() -> this.changed = true)
						: CompletableFuture.completedFuture(null)));
		}

		// Offers of an earlier incarnation of the instance that this one lacks. They
		// would vanish with that one's session, so nothing depends on being allowed to do
		// this.
		private CompletableFuture<Void> removeLeftovers() {
			return leftovers().thenCompose((steps) -> commit(this.sessionClient, steps)).exceptionallyCompose((ex) -> {
				if (cause(ex) instanceof KeeperException.NoAuthException) {
					logger.debug(
							"Nodes of an earlier incarnation of " + this.group.label() + " stay a few seconds longer",
							ex);
					return CompletableFuture.completedFuture(null);
				}
				return CompletableFuture.failedFuture(cause(ex));
			});
		}

		private CompletableFuture<List<Step>> leftovers() {
			if (this.earlier.isEmpty() || this.group.shared()) {
				return CompletableFuture.completedFuture(List.of());
			}
			Map<String, CompletableFuture<@Nullable List<String>>> lists = new LinkedHashMap<>();
			this.group.families().forEach((family) -> lists.put(family, this.sessionClient.children(family)));
			return all(lists.values()).thenCompose((known) -> {
				Set<String> leaves = new LinkedHashSet<>();
				lists.forEach((family, answer) -> {
					List<String> members = answer.join();
					leaves.addAll(this.group.cousins(family, (members != null) ? members : List.of()));
				});
				return read(this.sessionClient, leaves, null);
			}).thenApply((present) -> GroupPlan.deletions(present, this.earlier));
		}

	}

}
