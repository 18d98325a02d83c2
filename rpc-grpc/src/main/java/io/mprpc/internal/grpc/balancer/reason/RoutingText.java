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

package io.mprpc.internal.grpc.balancer.reason;

import java.util.List;
import java.util.stream.Collectors;

import io.mprpc.internal.governance.AppliedRule;

/**
 * English texts of reasons and rules, for errors, the actuator and reports.
 *
 * @since 0.1
 */
public final class RoutingText {

	private RoutingText() {
	}

	/**
	 * The text of several reasons.
	 * @param reasons the reasons
	 * @return the texts, separated by semicolons
	 */
	public static String of(List<RouteReason> reasons) {
		return reasons.stream().map(RoutingText::of).collect(Collectors.joining("; "));
	}

	/**
	 * The text of a reason.
	 * @param reason the reason
	 * @return a text that continues "the instance is"
	 */
	public static String of(RouteReason reason) {
		return switch (reason.code()) {
			case METHOD_NOT_OFFERED -> "does not serve " + first(reason);
			case DRAINING -> "draining";
			case OUT_OF_SERVICE -> "out of service";
			case UNREADABLE -> "out of service because its entry in the registry cannot be read";
			case WEIGHT_ZERO -> "at weight 0";
			case NOT_CONNECTED -> "not connected";
			case CONNECTING -> "connecting";
			case RECONNECTING, EJECTED -> first(reason);
			case UNREACHABLE -> "cannot be reached: " + first(reason);
			case UNHEALTHY -> "taken out: " + first(reason);
			case OTHER_ZONE -> "in another zone than '" + first(reason) + "'";
			case HOST_LOOKUP -> "its host is being looked up";
			case TARGET_MISMATCH -> "does not fit " + first(reason) + ": has version '" + reason.arguments().get(1)
					+ "' and tags " + reason.arguments().get(2);
			case LAST_RESORT -> "picked only because no other instance is ready: " + first(reason);
			case WARMING_UP -> "warming up or coming back: has " + first(reason) + " % of its weight";
			case GRACE_PERIOD ->
				"the registry has lost it without notice, but it answers: kept for at least " + first(reason) + " s";
		};
	}

	/**
	 * The text of a rule that applies to an instance.
	 * @param rule the rule
	 * @return a sentence without a full stop
	 */
	public static String of(AppliedRule rule) {
		return switch (rule.code()) {
			case RULES_UNREADABLE -> "the rules that operators have set cannot be read, so no instance takes calls";
			case LATER_RULES_UNREADABLE -> "later rules that operators have set cannot be read";
			case VERSION_OUT_OF_SERVICE -> "operators have taken version '" + rule.version() + "' out of service";
			case INSTANCE_OUT_OF_SERVICE -> "operators have taken the instance out of service";
			case WEIGHT -> "operators have set its weight to " + rule.weight();
			case METHODS_OUT_OF_SERVICE ->
				"operators have taken " + String.join(", ", rule.methods()) + " out of service there";
		};
	}

	private static String first(RouteReason reason) {
		return reason.arguments().get(0);
	}

}
