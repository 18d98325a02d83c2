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

import io.mprpc.internal.input.UntrustedText;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.operation.CommandRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions for refused commands.
 */
final class Refusals {

	private Refusals() {
	}

	static CommandRefusedException unknownService(ServiceName service) {
		return new CommandRefusedException(Reason.UNKNOWN_SERVICE,
				"There is no service " + service + ": check its full name");
	}

	static CommandRefusedException unknownInstance(ServiceName service, Endpoint endpoint) {
		return new CommandRefusedException(Reason.UNKNOWN_INSTANCE,
				"No instance at " + endpoint + " offers " + service + ": it may have stopped in the meantime");
	}

	static CommandRefusedException nothingOffered(Endpoint endpoint) {
		return new CommandRefusedException(Reason.UNKNOWN_INSTANCE,
				"Nothing is offered at " + endpoint + ": it may have stopped in the meantime");
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
				"There is no rule for " + endpoint + " of " + service + ": it may have been removed in the meantime");
	}

	static CommandRefusedException weight(int weight) {
		return new CommandRefusedException(Reason.INVALID,
				"Weight " + weight + " is not between 0 and " + InstanceMetadata.MAX_WEIGHT);
	}

	static CommandRefusedException noUuid(ServiceName service, Endpoint endpoint) {
		return new CommandRefusedException(Reason.INVALID, "The instance of " + service + " at " + endpoint
				+ " does not publish an identity: use the lifetime LASTING instead");
	}

	static CommandRefusedException otherLifetime(ServiceName service, Endpoint endpoint, boolean lasting) {
		return new CommandRefusedException(Reason.OTHER_LIFETIME,
				"The rule for " + endpoint + " of " + service + " already has the lifetime "
						+ (lasting ? "LASTING" : "UNTIL_RESTART")
						+ ", which applies to all of it: use the same lifetime, remove the rule"
						+ " first, or use force to change the lifetime");
	}

	static CommandRefusedException lastInService(ServiceName service, Collection<String> methods) {
		return new CommandRefusedException(Reason.LAST_IN_SERVICE, "No instance would take calls of " + service
				+ " for: " + String.join(", ", methods) + ". Put another instance into service first, or use force");
	}

	static CommandRefusedException inUse(ServiceName service) {
		return new CommandRefusedException(Reason.IN_USE,
				service + " is in use: it has an instance, a consumer, or rules. Remove its rules first, and"
						+ " stop its providers and consumers");
	}

	static CommandRefusedException changedMeanwhile(ServiceName service, @Nullable String by) {
		return new CommandRefusedException(Reason.CHANGED_MEANWHILE,
				"The rules of " + service + " were changed " + ((by != null) ? "by " + by : "by another operator")
						+ " in the meantime: check the current rules, then decide");
	}

	static CommandRefusedException unreadable(ServiceName service) {
		return new CommandRefusedException(Reason.UNREADABLE,
				"The rules of " + service
						+ " cannot be read here, and are therefore not replaced: a later version of this"
						+ " server may have written them. The log contains the reason");
	}

	static CommandRefusedException unreachable(ServiceName service) {
		return new CommandRefusedException(Reason.UNREACHABLE, "Nothing was changed for " + service
				+ ": this server cannot follow its rules at present, because ZooKeeper is unreachable or denies access");
	}

	static CommandRefusedException unknownConsumer(String application) {
		return new CommandRefusedException(Reason.UNKNOWN_CONSUMER, "No process of an application '"
				+ UntrustedText.printable(application) + "' references a service: check its name");
	}

	static CommandRefusedException application(IllegalArgumentException cause) {
		return new CommandRefusedException(Reason.INVALID, "The application cannot be muted: " + cause.getMessage(),
				cause);
	}

	static CommandRefusedException muteChangedMeanwhile(String application) {
		return new CommandRefusedException(Reason.CHANGED_MEANWHILE,
				"The consumers of '" + UntrustedText.printable(application)
						+ "' were muted or unmuted by another operator in the meantime: check, then decide");
	}

	static CommandRefusedException unreadableMute(String application, IllegalArgumentException cause) {
		return new CommandRefusedException(Reason.UNREADABLE,
				"What is set for the consumers of '" + UntrustedText.printable(application)
						+ "' cannot be read here, and is therefore not replaced: " + cause.getMessage(),
				cause);
	}

	static CommandRefusedException muteUnreachable(String application, @Nullable Throwable cause) {
		String message = "Nothing is known to have changed for the consumers of '"
				+ UntrustedText.printable(application) + "': ZooKeeper is unreachable or denies access";
		return (cause != null) ? new CommandRefusedException(Reason.UNREACHABLE, message, cause)
				: new CommandRefusedException(Reason.UNREACHABLE, message);
	}

}
