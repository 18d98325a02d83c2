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

package io.mprpc.consumer.balancer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Picks an instance for each call from one immutable picture of the instances. What
 * depends on the method is worked out at its first call and kept; a pick costs the same
 * for any number of instances.
 */
final class MethodAwarePicker extends SubchannelPicker {

	private final Picture picture;

	private final PickState state;

	private final Map<String, Choice> choices = new ConcurrentHashMap<>();

	/**
	 * Creates a picker.
	 * @param picture what it picks from
	 * @param state what outlives the picker
	 */
	MethodAwarePicker(Picture picture, PickState state) {
		this.picture = picture;
		this.state = state;
	}

	@Override
	public PickResult pickSubchannel(PickSubchannelArgs call) {
		MethodDescriptor<?, ?> method = call.getMethodDescriptor();
		Choice choice = this.choices.get(method.getFullMethodName());
		return ((choice != null) ? choice : prepare(method)).choose(call);
	}

	Picture picture() {
		return this.picture;
	}

	// Two threads may both do this for a method; they come to the same.
	private Choice prepare(MethodDescriptor<?, ?> method) {
		Choice choice = new ChoiceFactory(this.picture, this.state).choice(method);
		if (this.choices.size() < PickState.MAX_METHODS) {
			this.choices.put(method.getFullMethodName(), choice);
		}
		return choice;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other == this || (other instanceof MethodAwarePicker that && this.state == that.state
				&& this.picture.equals(that.picture));
	}

	@Override
	public int hashCode() {
		return this.picture.hashCode();
	}

	@Override
	public String toString() {
		return "MethodAwarePicker[" + this.picture.config().policy() + ", " + this.picture.candidates().size()
				+ " instances]";
	}

}
