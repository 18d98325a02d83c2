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

package io.mprpc.registry.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the nodes of a group what they should be within one session, and deletes them.
 * Blocks the calling thread until ZooKeeper has answered.
 */
final class GroupWriter {

	private static final Logger logger = LoggerFactory.getLogger(GroupWriter.class);

	/** Operations of one multi: larger ones take long and may not fit into a packet. */
	static final int MAX_OPERATIONS = 500;

	private static final int MAX_BYTES = 512 * 1024;

	// Each round ends because somebody changed the nodes between reading and writing.
	private static final int MAX_ROUNDS = 6;

	private final long timeoutMillis;

	GroupWriter(Duration timeout) {
		this.timeoutMillis = timeout.toMillis();
	}

	/**
	 * Makes the nodes what they should be and leaves a watch on each.
	 * @param fresh whether nothing of the group was tried in this session yet
	 */
	Outcome write(Znodes znodes, NodeGroup group, Witness watcher, boolean fresh) throws InterruptedException {
		boolean changed = false;
		Set<Long> earlier = new HashSet<>();
		for (int round = 0; round < MAX_ROUNDS; round++) {
			try {
				if (fresh && round == 0) {
					ensureAncestors(znodes, group);
					commit(znodes, creations(znodes, group));
					changed = true;
				}
				watcher.reading();
				Plan plan = plan(znodes, group, read(znodes, group.nodes().keySet(), watcher), fresh);
				if (plan.rival() != null) {
					commit(znodes, plan.ownDeletions());
					return Outcome.conflict(plan.rival());
				}
				if (plan.steps().isEmpty()) {
					removeLeftovers(znodes, group, earlier);
					return Outcome.written(changed);
				}
				ensureAncestors(znodes, group);
				commit(znodes, plan.steps());
				earlier.addAll(plan.takenFrom());
				changed = true;
			}
			catch (KeeperException.NodeExistsException | KeeperException.NoNodeException
					| KeeperException.BadVersionException ex) {
				// Not as it was read: read again.
			}
			catch (KeeperException | TimeoutException ex) {
				return failure(group, ex);
			}
		}
		return Outcome.failed("others keep changing the nodes of " + group.label());
	}

	/**
	 * Deletes those nodes of the group that the session owns.
	 */
	Outcome remove(Znodes znodes, NodeGroup group) throws InterruptedException {
		for (int round = 0; round < MAX_ROUNDS; round++) {
			try {
				Map<String, Znodes.Content> present = read(znodes, group.nodes().keySet(), null);
				commit(znodes, deletions(znodes, present));
				return Outcome.written(true);
			}
			catch (KeeperException.NoNodeException | KeeperException.BadVersionException ex) {
				// Not as it was read: read again.
			}
			catch (KeeperException | TimeoutException ex) {
				return failure(group, ex);
			}
		}
		return Outcome.failed("others keep changing the nodes of " + group.label());
	}

	// What an earlier life of the instance offered and this one does not. It would vanish
	// with that one's session, so nothing depends on being allowed to do this.
	private void removeLeftovers(Znodes znodes, NodeGroup group, Set<Long> earlier)
			throws InterruptedException, KeeperException, TimeoutException {
		try {
			commit(znodes, leftovers(znodes, group, earlier));
		}
		catch (KeeperException.NoAuthException ex) {
			logger.debug("What an earlier life of " + group.label() + " left stays a few seconds longer", ex);
		}
	}

	private List<Step> leftovers(Znodes znodes, NodeGroup group, Set<Long> earlier)
			throws InterruptedException, KeeperException, TimeoutException {
		if (earlier.isEmpty() || group.shared()) {
			return List.of();
		}
		Map<String, CompletableFuture<@Nullable List<String>>> lists = new LinkedHashMap<>();
		group.families().forEach((family) -> lists.put(family, znodes.children(family)));
		await(lists.values());
		Set<String> leaves = new LinkedHashSet<>();
		lists.forEach((family, answer) -> {
			List<String> members = answer.join();
			leaves.addAll(group.cousins(family, (members != null) ? members : List.of()));
		});
		List<Step> steps = new ArrayList<>();
		read(znodes, leaves, null).forEach((path, content) -> {
			if (earlier.contains(content.stat().getEphemeralOwner())) {
				steps.add(new Step(0, Op.delete(path, content.stat().getVersion())));
			}
		});
		return steps;
	}

	private static Outcome failure(NodeGroup group, Exception ex) {
		if (ex instanceof KeeperException.NoAuthException denied) {
			return Outcome.denied("no permission in ZooKeeper at znode " + denied.getPath()
					+ " or its parent: check its ACL and the registry's credentials");
		}
		if (ex instanceof KeeperException.NotEmptyException foreign) {
			return Outcome.denied("znode " + foreign.getPath() + " is not an instance's, it has children: delete it");
		}
		if (ex instanceof TimeoutException) {
			return Outcome.failed("ZooKeeper did not answer in time about " + group.label());
		}
		return Outcome.failed(String.valueOf(ex.getMessage()));
	}

	private void ensureAncestors(Znodes znodes, NodeGroup group)
			throws InterruptedException, KeeperException, TimeoutException {
		// Looked at before they are created: a failed creation would go through the whole
		// ensemble, and may be forbidden where an ancestor belongs to an administrator.
		Map<String, CompletableFuture<Boolean>> existing = new LinkedHashMap<>();
		group.ancestors().forEach((path) -> existing.put(path, znodes.exists(path)));
		await(existing.values());
		List<CompletableFuture<Void>> created = new ArrayList<>();
		existing.forEach((path, exists) -> {
			if (!exists.join()) {
				created.add(znodes.ensure(path));
			}
		});
		await(created);
	}

	private Map<String, Znodes.Content> read(Znodes znodes, Collection<String> paths, @Nullable Watcher watcher)
			throws InterruptedException, KeeperException, TimeoutException {
		Map<String, CompletableFuture<Znodes.@Nullable Content>> answers = new LinkedHashMap<>();
		paths.forEach((path) -> answers.put(path, znodes.read(path, watcher)));
		await(answers.values());
		Map<String, Znodes.Content> present = new LinkedHashMap<>();
		answers.forEach((path, answer) -> {
			Znodes.Content content = answer.join();
			if (content != null) {
				present.put(path, content);
			}
		});
		return present;
	}

	private static List<Step> creations(Znodes znodes, NodeGroup group) {
		List<Step> steps = new ArrayList<>();
		group.nodes().forEach((path, data) -> steps.add(new Step(data.length, creation(znodes, path, data))));
		return steps;
	}

	private static Op creation(Znodes znodes, String path, byte[] data) {
		return Op.create(path, data, znodes.acl(), CreateMode.EPHEMERAL);
	}

	private static List<Step> deletions(Znodes znodes, Map<String, Znodes.Content> present) {
		List<Step> steps = new ArrayList<>();
		present.forEach((path, content) -> {
			if (content.stat().getEphemeralOwner() == znodes.sessionId()) {
				steps.add(new Step(0, Op.delete(path, content.stat().getVersion())));
			}
		});
		return steps;
	}

	private static Plan plan(Znodes znodes, NodeGroup group, Map<String, Znodes.Content> present, boolean fresh) {
		List<Step> steps = new ArrayList<>();
		Set<Long> takenFrom = new HashSet<>();
		for (Map.Entry<String, byte[]> node : group.nodes().entrySet()) {
			String path = node.getKey();
			byte[] data = node.getValue();
			Znodes.Content content = present.get(path);
			if (content == null) {
				steps.add(new Step(data.length, creation(znodes, path, data)));
			}
			else if (content.stat().getEphemeralOwner() == znodes.sessionId()) {
				if (!Arrays.equals(content.data(), data)) {
					steps.add(new Step(data.length, Op.setData(path, data, content.stat().getVersion())));
				}
			}
			else {
				String rival = group.rivals().at(path, content.data());
				if (rival != null) {
					return new Plan(List.of(), rival, deletions(znodes, present), Set.of());
				}
				if (fresh || !group.shared()) {
					// Left by an earlier session: it would vanish with that one.
					steps.add(new Step(data.length, Op.delete(path, content.stat().getVersion()),
							creation(znodes, path, data)));
					takenFrom.add(content.stat().getEphemeralOwner());
				}
			}
		}
		return new Plan(steps, null, List.of(), takenFrom);
	}

	private void commit(Znodes znodes, List<Step> steps)
			throws InterruptedException, KeeperException, TimeoutException {
		List<Op> chunk = new ArrayList<>();
		int bytes = 0;
		for (Step step : steps) {
			if (!chunk.isEmpty()
					&& (chunk.size() + step.operations().size() > MAX_OPERATIONS || bytes + step.bytes() > MAX_BYTES)) {
				await(List.of(znodes.multi(chunk)));
				chunk = new ArrayList<>();
				bytes = 0;
			}
			chunk.addAll(step.operations());
			bytes += step.bytes();
		}
		if (!chunk.isEmpty()) {
			await(List.of(znodes.multi(chunk)));
		}
	}

	private void await(Collection<? extends CompletableFuture<?>> answers)
			throws InterruptedException, KeeperException, TimeoutException {
		try {
			CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
				.get(this.timeoutMillis, TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof KeeperException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	/**
	 * Hears of later changes to the nodes.
	 */
	interface Witness extends Watcher {

		/** The nodes are about to be read: what was heard before needs no answer. */
		void reading();

	}

	/**
	 * What is to be done.
	 *
	 * @param steps in this order
	 * @param rival who has a better right, {@code null} if nobody has
	 * @param ownDeletions what to do instead if somebody has
	 * @param takenFrom sessions whose nodes are taken over
	 */
	private record Plan(List<Step> steps, @Nullable String rival, List<Step> ownDeletions, Set<Long> takenFrom) {

	}

	/**
	 * What is done to one node, never in two multis.
	 */
	private record Step(int bytes, List<Op> operations) {

		Step(int data, Op... operations) {
			this(data + 128 + 2 * operations[0].getPath().length(), List.of(operations));
		}

	}

	/**
	 * How an attempt ended.
	 *
	 * @param kind in which way
	 * @param reason why, if it did not succeed
	 */
	record Outcome(Kind kind, String reason) {

		static Outcome written(boolean changed) {
			return new Outcome(changed ? Kind.WRITTEN : Kind.UNCHANGED, "");
		}

		static Outcome conflict(String rival) {
			return new Outcome(Kind.CONFLICT, rival);
		}

		static Outcome denied(String reason) {
			return new Outcome(Kind.DENIED, reason);
		}

		static Outcome failed(String reason) {
			return new Outcome(Kind.FAILED, reason);
		}

		boolean succeeded() {
			return this.kind == Kind.WRITTEN || this.kind == Kind.UNCHANGED;
		}

		enum Kind {

			/** The nodes are as they should be, after a change. */
			WRITTEN,

			/** The nodes already were as they should be. */
			UNCHANGED,

			/** Somebody with a better right stands there. */
			CONFLICT,

			/** ZooKeeper refuses. */
			DENIED,

			/** Unknown: look again later. */
			FAILED

		}

	}

}
