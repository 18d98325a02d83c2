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

import java.util.Collection;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.operation.CommandRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Says why commands are refused.
 */
final class Refusals {

	private Refusals() {
	}

	static CommandRefusedException unknownService(ServiceName service) {
		return new CommandRefusedException(Reason.UNKNOWN_SERVICE,
				"The registry knows no service " + service + ": check its full name");
	}

	static CommandRefusedException unknownInstance(ServiceName service, Endpoint endpoint) {
		return new CommandRefusedException(Reason.UNKNOWN_INSTANCE,
				"No instance at " + endpoint + " offers " + service + ": it may have stopped meanwhile");
	}

	static CommandRefusedException nothingOffered(Endpoint endpoint) {
		return new CommandRefusedException(Reason.UNKNOWN_INSTANCE,
				"Nothing is offered at " + endpoint + ": it may have stopped meanwhile");
	}

	static CommandRefusedException unknownMethod(ServiceName service, Endpoint endpoint, String method) {
		return new CommandRefusedException(Reason.UNKNOWN_METHOD,
				"The instance at " + endpoint + " does not expose " + service.method(method));
	}

	static CommandRefusedException unknownVersion(ServiceName service, String version) {
		return new CommandRefusedException(Reason.UNKNOWN_VERSION,
				"No instance of " + service + " has the version '" + version + "'");
	}

	static CommandRefusedException unknownRule(ServiceName service, Endpoint endpoint) {
		return new CommandRefusedException(Reason.UNKNOWN_RULE,
				"Nothing is set for " + endpoint + " of " + service + ": somebody else may have removed it");
	}

	static CommandRefusedException weight(int weight) {
		return new CommandRefusedException(Reason.INVALID,
				"Weight " + weight + " is not between 0 and " + InstanceMetadata.MAX_WEIGHT);
	}

	static CommandRefusedException noUuid(ServiceName service, Endpoint endpoint) {
		return new CommandRefusedException(Reason.INVALID, "The instance of " + service + " at " + endpoint
				+ " is registered without a uuid, so that a restart of it cannot be noticed: set it lasting instead");
	}

	static CommandRefusedException otherLifetime(ServiceName service, Endpoint endpoint, boolean lasting) {
		return new CommandRefusedException(Reason.OTHER_LIFETIME,
				"What is set for " + endpoint + " of " + service + " already "
						+ (lasting ? "outlasts its restart" : "ends with its restart")
						+ ", and all of it lasts equally long: command it with the same lifetime, remove the rule"
						+ " first, or force it to give all of it the new lifetime");
	}

	static CommandRefusedException lastInService(ServiceName service, Collection<String> methods) {
		return new CommandRefusedException(Reason.LAST_IN_SERVICE,
				"Nobody would take calls of " + service + " any more for: " + String.join(", ", methods)
						+ ". Put another instance into service first, or force it");
	}

	static CommandRefusedException inUse(ServiceName service) {
		return new CommandRefusedException(Reason.IN_USE, service
				+ " is not removed: it has an instance, a consumer, or rules of operators. Remove its rules first, and"
				+ " stop those who offer or reference it");
	}

	static CommandRefusedException changedMeanwhile(ServiceName service, @Nullable String by) {
		return new CommandRefusedException(Reason.CHANGED_MEANWHILE, "What is set for " + service + " was changed "
				+ ((by != null) ? "by " + by : "by somebody else") + " meanwhile: look at it again, then decide");
	}

	static CommandRefusedException unreadable(ServiceName service) {
		return new CommandRefusedException(Reason.UNREADABLE,
				"What is set for " + service + " cannot be read here, and so is not replaced: a later version of this"
						+ " server may have written it. The log names the reason");
	}

	static CommandRefusedException unreachable(ServiceName service) {
		return new CommandRefusedException(Reason.UNREACHABLE, "Nothing was changed for " + service
				+ ": this server does not follow its rules now, because ZooKeeper is out of reach or refuses");
	}

}
