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

package io.mprpc.internal.zookeeper.layout;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one instance of a service: one for each method, and its metadata. Tells by
 * the return values of its methods whether the instance is another than before.
 */
public final class InstanceNodes {

	private static final int METADATA = -1;

	private final BitSet methods = new BitSet();

	private @Nullable InstanceMetadata metadata;

	private boolean metadataThere;

	// When nodes left that still count, by the method's number; nearly always null.
	private @Nullable Map<Integer, Long> left;

	// Kept, so that a change of one instance does not build thousands.
	private @Nullable RpcInstance instance;

	public boolean serve(int method) {
		stay(method);
		if (this.methods.get(method)) {
			return false;
		}
		this.methods.set(method);
		this.instance = null;
		return true;
	}

	public void leave(int method, long now) {
		if (this.methods.get(method)) {
			leaveAt(method, now);
		}
	}

	public boolean forget(int method) {
		stay(method);
		if (!this.methods.get(method)) {
			return false;
		}
		this.methods.clear(method);
		this.instance = null;
		return true;
	}

	public boolean forgetAllBut(BitSet listed) {
		BitSet gone = (BitSet) this.methods.clone();
		gone.andNot(listed);
		gone.stream().forEach(this::forget);
		return !gone.isEmpty();
	}

	public boolean describe(InstanceMetadata newMetadata) {
		this.metadataThere = true;
		return become(newMetadata);
	}

	public boolean describeNot() {
		this.metadataThere = false;
		return become(InstanceMetadata.UNKNOWN);
	}

	private boolean become(InstanceMetadata newMetadata) {
		stay(METADATA);
		if (newMetadata.equals(this.metadata)) {
			return false;
		}
		this.metadata = newMetadata;
		this.instance = null;
		return true;
	}

	public void descriptionLeaves(long now) {
		if (this.metadataThere) {
			leaveAt(METADATA, now);
		}
	}

	/** Forgets nodes that left long enough ago. */
	public boolean settle(long now, long linger) {
		Map<Integer, Long> leaving = this.left;
		if (leaving == null) {
			return false;
		}
		boolean changed = false;
		for (Map.Entry<Integer, Long> node : Map.copyOf(leaving).entrySet()) {
			if (now - node.getValue() >= linger) {
				changed |= (node.getKey() == METADATA) ? describeNot() : forget(node.getKey());
			}
		}
		return changed;
	}

	/** Whether a node left that has not been forgotten. */
	public boolean isLeaving() {
		return this.left != null;
	}

	/** Whether nothing is left of the instance. */
	public boolean isGone() {
		return this.methods.isEmpty() && !this.metadataThere;
	}

	/** Whether its metadata was looked for. */
	public boolean isDescribed() {
		return this.metadata != null;
	}

	/** Whether it serves methods and its metadata was not looked for yet. */
	public boolean isUndescribed() {
		return this.metadata == null && !this.methods.isEmpty();
	}

	public @Nullable RpcInstance instance(ServiceName service, Endpoint endpoint, MethodNumbers numbers) {
		if (this.instance == null && this.metadata != null && !this.methods.isEmpty()) {
			this.instance = new RpcInstance(service, endpoint, numbers.names(this.methods), this.metadata);
		}
		return this.instance;
	}

	// The first departure counts.
	private void leaveAt(int node, long now) {
		if (this.left == null) {
			this.left = new HashMap<>();
		}
		this.left.putIfAbsent(node, now);
	}

	private void stay(int node) {
		if (this.left != null && this.left.remove(node) != null && this.left.isEmpty()) {
			this.left = null;
		}
	}

}
