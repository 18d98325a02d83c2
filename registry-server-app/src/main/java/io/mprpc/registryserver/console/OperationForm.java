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

package io.mprpc.registryserver.console;

import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.operation.Command;
import org.jspecify.annotations.Nullable;

/**
 * Form of an operation.
 *
 * @param kind kind of the operation
 * @param service name of the service
 * @param endpoint the instance, {@code null} for an operation on a version
 * @param method the method, {@code null} if not applicable
 * @param version the version, {@code null} if not applicable
 * @param weight the weight, {@code null} for the instance's own
 * @param lifetime lifetime of the rule
 * @param from {@code instance} if the form was opened on the instance's page
 */
record OperationForm(OperationKind kind, String service, @Nullable String endpoint, @Nullable String method,
		@Nullable String version, @Nullable Integer weight, RuleLifetime lifetime, String from) {

	/**
	 * Command of the form.
	 * @return the command
	 * @throws IllegalArgumentException if a value is missing or malformed
	 */
	Command command() {
		ServiceName name = new ServiceName(this.service);
		return switch (this.kind) {
			case OUT, IN -> new Command.SetInstanceServing(name, at(), this.kind == OperationKind.IN, this.lifetime);
			case METHOD_OUT, METHOD_IN -> new Command.SetMethodServing(name, at(), required(this.method, "method"),
					this.kind == OperationKind.METHOD_IN, this.lifetime);
			case VERSION_OUT, VERSION_IN -> new Command.SetVersionServing(name, required(this.version, "version"),
					this.kind == OperationKind.VERSION_IN);
			case WEIGHT -> new Command.SetInstanceWeight(name, at(), this.weight, this.lifetime);
			case REMOVE -> new Command.RemoveService(name);
			case FORGET -> new Command.RemoveRule(name, at());
		};
	}

	/**
	 * Arguments of its messages.
	 * @return service, instance, method, version
	 */
	@Nullable Object[] arguments() {
		return new @Nullable Object[] { this.service, this.endpoint, this.method, this.version };
	}

	private Endpoint at() {
		return Endpoint.parse(required(this.endpoint, "endpoint"));
	}

	private static String required(@Nullable String value, String name) {
		if (value == null) {
			throw new IllegalArgumentException("The parameter '" + name + "' is missing");
		}
		return value;
	}

}
