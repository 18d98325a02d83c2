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
package io.mprpc.internal.governance;

import java.util.ArrayList;
import java.util.List;

import io.mprpc.internal.governance.UnavailabilityReason.Code;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;

/**
 * An instance as it is published and as consumers see it, and the reasons for which they
 * do not pick it: {@link #reasons()} and {@link #reasons(String)} are empty exactly where
 * {@link #takesCalls()} and {@link #takesCalls(String)} hold.
 *
 * @param published the instance as it is published
 * @param effective the instance with the operators' rules applied
 * @param rules the operators' rules for the service
 * @since 0.1
 */
public record EffectiveInstance(RpcInstance published, RpcInstance effective, ServiceRules rules) {

	/**
	 * Operators' rule for the instance.
	 * @return the rule, {@link InstanceRule#NONE} if there is none or it is for an
	 * earlier incarnation of the instance
	 */
	public InstanceRule rule() {
		return this.rules.applicable(this.published);
	}

	/**
	 * Whether operators have taken the instance's version out of service.
	 * @return whether they have
	 */
	public boolean isVersionOutOfService() {
		return this.rules.versionsOutOfService().contains(this.published.metadata().version());
	}

	/**
	 * Whether the instance takes new calls of at least one method.
	 * @return whether it does
	 */
	public boolean takesCalls() {
		return this.effective.takesCalls() && !this.effective.methods().isEmpty();
	}

	/**
	 * Whether the instance takes new calls of a method.
	 * @param method simple name of the method
	 * @return whether it does
	 */
	public boolean takesCalls(String method) {
		return this.effective.takesCalls(method);
	}

	/**
	 * Whether the instance takes new calls of every method that it offers.
	 * @return whether it does
	 */
	public boolean takesAllCalls() {
		return takesCalls() && this.effective.methods().size() == this.published.methods().size();
	}

	/**
	 * The reasons for which the instance takes no calls at all.
	 * @return the reasons, empty if it does
	 */
	public List<UnavailabilityReason> reasons() {
		List<UnavailabilityReason> reasons = new ArrayList<>();
		if (this.effective.methods().isEmpty()) {
			reasons.add(UnavailabilityReason.of(Code.NO_METHOD_AVAILABLE));
		}
		addReasonsOfInstance(reasons);
		return reasons;
	}

	/**
	 * The reasons for which the instance takes no calls of a method.
	 * @param method simple name of the method
	 * @return the reasons, empty if it does
	 */
	public List<UnavailabilityReason> reasons(String method) {
		List<UnavailabilityReason> reasons = new ArrayList<>();
		if (!this.published.serves(method)) {
			reasons.add(UnavailabilityReason.ofMethod(Code.METHOD_NOT_OFFERED, method, null));
		}
		InstanceRule rule = rule();
		if (rule.methodsOutOfService().contains(method)) {
			reasons.add(UnavailabilityReason.ofMethod(Code.METHOD_OUT_OF_SERVICE, method, rule.lifetime()));
		}
		addReasonsOfInstance(reasons);
		return reasons;
	}

	private void addReasonsOfInstance(List<UnavailabilityReason> reasons) {
		InstanceRule rule = rule();
		if (rule.outOfService()) {
			reasons.add(UnavailabilityReason.ofRule(Code.INSTANCE_OUT_OF_SERVICE, rule));
		}
		if (isVersionOutOfService()) {
			reasons.add(UnavailabilityReason.ofVersion(this.published.metadata().version()));
		}
		switch (this.published.metadata().status()) {
			case OUT_OF_SERVICE -> reasons.add(UnavailabilityReason.of(Code.REPORTED_OUT_OF_SERVICE));
			case DRAINING -> reasons.add(UnavailabilityReason.of(Code.DRAINING));
			case UNREADABLE -> reasons.add(UnavailabilityReason.of(Code.METADATA_UNREADABLE));
			case UP -> {
				if (this.effective.metadata().status() == InstanceStatus.UNREADABLE) {
					reasons.add(UnavailabilityReason.of(Code.RULES_UNREADABLE));
				}
			}
		}
		if (this.effective.metadata().weight() == 0) {
			reasons.add((rule.weight() != null) ? UnavailabilityReason.ofRule(Code.WEIGHT_ZERO, rule)
					: UnavailabilityReason.of(Code.WEIGHT_ZERO));
		}
	}

}
