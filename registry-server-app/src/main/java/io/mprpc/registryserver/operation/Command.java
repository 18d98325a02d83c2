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

package io.mprpc.registryserver.operation;

import java.util.Objects;

import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Command of an operator.
 */
public sealed interface Command {

	/**
	 * Service that the command applies to.
	 * @return the service
	 */
	ServiceName service();

	/**
	 * Takes an instance of a service out of service, or puts it back.
	 *
	 * @param service the service
	 * @param endpoint where the instance takes calls
	 * @param inService whether it takes calls
	 * @param lifetime lifetime of the rule; ignored when it is put back
	 */
	record SetInstanceServing(ServiceName service, Endpoint endpoint, boolean inService,
			RuleLifetime lifetime) implements Command {

	}

	/**
	 * Takes one method of an instance out of service, or puts it back.
	 *
	 * @param service the service
	 * @param endpoint where the instance takes calls
	 * @param method simple name of the method
	 * @param inService whether it takes calls there
	 * @param lifetime lifetime of the rule; ignored when it is put back
	 */
	record SetMethodServing(ServiceName service, Endpoint endpoint, String method, boolean inService,
			RuleLifetime lifetime) implements Command {

	}

	/**
	 * Takes all instances of a version out of service, including future ones, or puts
	 * them back.
	 *
	 * @param service the service
	 * @param version the version, empty for instances that have none
	 * @param inService whether they take calls
	 */
	record SetVersionServing(ServiceName service, String version, boolean inService) implements Command {

	}

	/**
	 * Sets the weight of an instance, or resets it to its own.
	 *
	 * @param service the service
	 * @param endpoint where the instance takes calls
	 * @param weight the weight, from 0 to 10000; {@code null} for the instance's own
	 * @param lifetime lifetime of the rule; ignored when the weight is reset
	 */
	record SetInstanceWeight(ServiceName service, Endpoint endpoint, @Nullable Integer weight,
			RuleLifetime lifetime) implements Command {

	}

	/**
	 * Removes a service of which only the name is left.
	 *
	 * @param service the service
	 */
	record RemoveService(ServiceName service) implements Command {
	}

	/**
	 * Removes all rules of an endpoint, whether or not an instance is registered there.
	 *
	 * @param service the service
	 * @param endpoint the endpoint
	 */
	record RemoveRule(ServiceName service, Endpoint endpoint) implements Command {

		/**
		 * Checks that no value is missing.
		 */
		public RemoveRule {
			Objects.requireNonNull(service, "service");
			Objects.requireNonNull(endpoint, "endpoint");
		}

	}

}
