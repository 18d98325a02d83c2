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
 * What an operator can command.
 */
public sealed interface Command {

	/**
	 * Service that it is about.
	 * @return the service
	 */
	ServiceName service();

	/**
	 * Takes an instance of a service out of service, or puts it back.
	 *
	 * @param service the service
	 * @param endpoint where the instance takes calls
	 * @param inService whether it shall take calls
	 * @param lifetime how long that lasts; means nothing when it is put back
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
	 * @param inService whether it shall take calls there
	 * @param lifetime how long that lasts; means nothing when it is put back
	 */
	record SetMethodServing(ServiceName service, Endpoint endpoint, String method, boolean inService,
			RuleLifetime lifetime) implements Command {

	}

	/**
	 * Takes all instances of a version out of service, those that come later included, or
	 * puts them back.
	 *
	 * @param service the service
	 * @param version the version, empty for instances that have none
	 * @param inService whether they shall take calls
	 */
	record SetVersionServing(ServiceName service, String version, boolean inService) implements Command {

	}

	/**
	 * Gives an instance another share of the calls, or its own back.
	 *
	 * @param service the service
	 * @param endpoint where the instance takes calls
	 * @param weight the share, from 0 to 10000; {@code null} for the instance's own
	 * @param lifetime how long that lasts; means nothing when its own is given back
	 */
	record SetInstanceWeight(ServiceName service, Endpoint endpoint, @Nullable Integer weight,
			RuleLifetime lifetime) implements Command {

	}

	/**
	 * Removes the name of a service of which nothing else is left.
	 *
	 * @param service the service
	 */
	record RemoveService(ServiceName service) implements Command {
	}

	/**
	 * Removes all that is set for an endpoint, whether or not it applies to anybody.
	 *
	 * @param service the service
	 * @param endpoint the endpoint
	 */
	record RemoveRule(ServiceName service, Endpoint endpoint) implements Command {

		/**
		 * Checks that nothing is missing.
		 */
		public RemoveRule {
			Objects.requireNonNull(service, "service");
			Objects.requireNonNull(endpoint, "endpoint");
		}

	}

}
