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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.internal.zookeeper.layout.NodeGroup;
import io.mprpc.internal.zookeeper.session.SessionClient;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;

/**
 * Steps from the present nodes of a group to those that there should be.
 *
 * @param steps in this order
 * @param rival process with a better right, {@code null} if there is none
 * @param ownDeletions steps to take instead if there is one
 * @param takenFrom sessions whose nodes are taken over
 */
record GroupPlan(List<Step> steps, @Nullable String rival, List<Step> ownDeletions, Set<Long> takenFrom) {

	/**
	 * Plans.
	 * @param present the nodes that exist
	 * @param fresh whether nothing of the group was tried in this session yet
	 */
	static GroupPlan of(SessionClient sessionClient, NodeGroup group, Map<String, SessionClient.Content> present,
			boolean fresh) {
		List<Step> steps = new ArrayList<>();
		Set<Long> takenFrom = new HashSet<>();
		for (Map.Entry<String, byte[]> node : group.nodes().entrySet()) {
			String path = node.getKey();
			byte[] data = node.getValue();
			SessionClient.Content content = present.get(path);
			if (content == null) {
				steps.add(Step.of(data, creation(sessionClient, path, data)));
			}
			else if (content.stat().getEphemeralOwner() == sessionClient.sessionId()) {
				if (!Arrays.equals(content.data(), data)) {
					steps.add(Step.of(data, Op.setData(path, data, content.stat().getVersion())));
				}
			}
			else {
				String rival = group.rivals().at(path, content.data());
				if (rival != null) {
					return new GroupPlan(List.of(), rival, deletions(sessionClient, present), Set.of());
				}
				if (fresh || !group.shared()) {
					// Left by an earlier session: it would vanish with that one.
					steps.add(Step.of(data, Op.delete(path, content.stat().getVersion()),
							creation(sessionClient, path, data)));
					takenFrom.add(content.stat().getEphemeralOwner());
				}
			}
		}
		return new GroupPlan(steps, null, List.of(), takenFrom);
	}

	/** Creates all nodes of a group. */
	static List<Step> creations(SessionClient sessionClient, NodeGroup group) {
		List<Step> steps = new ArrayList<>();
		group.nodes().forEach((path, data) -> steps.add(Step.of(data, creation(sessionClient, path, data))));
		return steps;
	}

	/** Deletes those nodes that the session owns. */
	static List<Step> deletions(SessionClient sessionClient, Map<String, SessionClient.Content> present) {
		return deletions(present, Set.of(sessionClient.sessionId()));
	}

	/** Deletes those nodes that certain sessions own. */
	static List<Step> deletions(Map<String, SessionClient.Content> present, Set<Long> owners) {
		List<Step> steps = new ArrayList<>();
		present.forEach((path, content) -> {
			if (owners.contains(content.stat().getEphemeralOwner())) {
				steps.add(Step.of(new byte[0], Op.delete(path, content.stat().getVersion())));
			}
		});
		return steps;
	}

	private static Op creation(SessionClient sessionClient, String path, byte[] data) {
		return Op.create(path, data, sessionClient.acl(), CreateMode.EPHEMERAL);
	}

	/**
	 * Operations on one node, never in two transactions.
	 *
	 * @param bytes about what they take in a request
	 * @param operations at least one
	 */
	record Step(int bytes, List<Op> operations) {

		static Step of(byte[] data, Op... operations) {
			return new Step(data.length + 128 + 2 * operations[0].getPath().length(), List.of(operations));
		}

		String path() {
			return this.operations.get(0).getPath();
		}

	}

}
