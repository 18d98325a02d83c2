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

package io.mprpc.registryserver.catalog.model;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * A rule that matches no instance at present.
 *
 * @param service the service that it is set for
 * @param endpoint endpoint that it is set for, {@code null} for a rule about a version
 * @param version version that it is about, {@code null} for a rule about an instance
 * @param rule content of the rule, {@code null} for a rule about a version
 * @param reason reason why it matches no instance
 */
public record UnmatchedRule(ServiceName service, @Nullable Endpoint endpoint, @Nullable String version,
		@Nullable RuleSummary rule, Reason reason) {

	/**
	 * Reason why a rule matches no instance.
	 */
	public enum Reason {

		/**
		 * No instance is registered at the endpoint. The rule applies again when one
		 * registers.
		 */
		NO_INSTANCE,

		/** The incarnation of the instance that it was set for has ended. */
		INSTANCE_RESTARTED,

		/** The instance has none of the methods that it is about. */
		NO_METHOD,

		/** No instance has the version. The rule applies again when one registers. */
		NO_INSTANCE_OF_VERSION

	}

}
