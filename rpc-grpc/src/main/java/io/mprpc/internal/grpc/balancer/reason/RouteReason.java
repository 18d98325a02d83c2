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
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The reason for which a balancer does not pick an instance, or a remark on one that it
 * picks, as data. Texts are made where they are shown.
 *
 * @param code kind of the reason
 * @param arguments parameters as the kind has them
 * @since 0.1
 */
public record RouteReason(Code code, List<String> arguments) {

	/**
	 * Copies the arguments.
	 */
	public RouteReason {
		Objects.requireNonNull(code, "code");
		arguments = List.copyOf(arguments);
	}

	public static RouteReason of(Code code, String... arguments) {
		return new RouteReason(code, List.of(arguments));
	}

	/** With an error as the argument, which may not be known. */
	public static RouteReason ofError(Code code, @Nullable String error) {
		return of(code, String.valueOf(error));
	}

	/**
	 * Kinds of reasons.
	 */
	public enum Code {

		/** The instance does not serve the method, which is the argument. */
		METHOD_NOT_OFFERED,

		/** The instance finishes its calls and takes no new ones. */
		DRAINING,

		/** The instance is out of service, by itself or by operators. */
		OUT_OF_SERVICE,

		/** The instance's metadata or the operators' rules cannot be read. */
		UNREADABLE,

		/** The instance has weight 0. */
		WEIGHT_ZERO,

		/** There is no connection to the instance, and none is being made. */
		NOT_CONNECTED,

		/** The first connection is being made. */
		CONNECTING,

		/** A connection is being made again; the argument is the last error. */
		RECONNECTING,

		/** The instance cannot be reached; the argument is the error. */
		UNREACHABLE,

		/**
		 * Outlier detection has ejected the instance, or another process may answer at
		 * its address; the argument tells which.
		 */
		EJECTED,

		/** Health checking has taken the instance out; the argument tells why. */
		UNHEALTHY,

		/** Instances of the consumer's own zone, the argument, are preferred. */
		OTHER_ZONE,

		/** The instance's host is being looked up. */
		HOST_LOOKUP,

		/**
		 * The instance does not fit the target; the arguments are the target, the
		 * instance's version and its tags.
		 */
		TARGET_MISMATCH,

		/**
		 * The instance is picked though it should not be, because no other one is ready;
		 * the argument tells why it should not be.
		 */
		LAST_RESORT,

		/** The instance warms up; the argument is its share of its weight in percent. */
		WARMING_UP,

		/**
		 * The registry has lost the instance without notice; the argument is the time in
		 * seconds for which it is still kept.
		 */
		GRACE_PERIOD

	}

}
