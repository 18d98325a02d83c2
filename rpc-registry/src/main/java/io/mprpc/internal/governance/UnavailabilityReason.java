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

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The reason for which consumers do not pick an instance, as data. Texts are made where
 * they are shown.
 *
 * @param code kind of the reason
 * @param method simple name of the method that it is about, {@code null} if it is about
 * the whole instance
 * @param version version that is out of service, {@code null} if it is about something
 * else
 * @param lifetime how long the operators' rule lasts that is the reason, {@code null} if
 * it is no rule
 * @since 0.1
 */
public record UnavailabilityReason(Code code, @Nullable String method, @Nullable String version,
		@Nullable RuleLifetime lifetime) {

	/**
	 * Checks that nothing is missing.
	 */
	public UnavailabilityReason {
		Objects.requireNonNull(code, "code");
	}

	static UnavailabilityReason of(Code code) {
		return new UnavailabilityReason(code, null, null, null);
	}

	static UnavailabilityReason ofRule(Code code, InstanceRule rule) {
		return new UnavailabilityReason(code, null, null, rule.lifetime());
	}

	static UnavailabilityReason ofMethod(Code code, String method, @Nullable RuleLifetime lifetime) {
		return new UnavailabilityReason(code, method, null, lifetime);
	}

	static UnavailabilityReason ofVersion(String version) {
		return new UnavailabilityReason(Code.VERSION_OUT_OF_SERVICE, null, version, RuleLifetime.LASTING);
	}

	/**
	 * Kinds of reasons.
	 */
	public enum Code {

		/** The instance does not offer the method. */
		METHOD_NOT_OFFERED,

		/** The instance offers no method, or operators have taken all of them out. */
		NO_METHOD_AVAILABLE,

		/** Operators have taken the instance out of service. */
		INSTANCE_OUT_OF_SERVICE,

		/** Operators have taken the method out of service at the instance. */
		METHOD_OUT_OF_SERVICE,

		/** Operators have taken the instance's version out of service. */
		VERSION_OUT_OF_SERVICE,

		/** The instance reports that it is out of service. */
		REPORTED_OUT_OF_SERVICE,

		/** The instance finishes its calls and takes no new ones. */
		DRAINING,

		/** The metadata of the instance in the registry cannot be read. */
		METADATA_UNREADABLE,

		/** The operators' rules for the service cannot be read. */
		RULES_UNREADABLE,

		/** The instance has weight 0, its own or one that operators have set. */
		WEIGHT_ZERO

	}

}
