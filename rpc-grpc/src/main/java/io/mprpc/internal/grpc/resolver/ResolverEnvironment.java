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

package io.mprpc.internal.grpc.resolver;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.mprpc.internal.grpc.client.RegistrationReader;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;

/**
 * Environment of a channel's name resolver, set on the channel's builder under
 * {@link RegistryNameResolverProvider#ENVIRONMENT}.
 *
 * @param directory where instances are found; outlives the channel
 * @param connection the connection to the registry, for messages
 * @param resolutionTimeout how long calls wait for the first answer of the registry
 * before they fail, from zero up
 * @param note further explanation where a service has no instance, empty for nothing
 * @since 0.1
 */
public record ResolverEnvironment(InstanceDirectory directory, RegistryConnection connection,
		Duration resolutionTimeout, Function<ServiceName, String> note) {

	/** Wait that is used unless another is set. */
	public static final Duration DEFAULT_REGISTRY_WAIT = Duration.ofSeconds(3);

	/**
	 * Checks the values.
	 * @throws IllegalArgumentException if the wait is negative
	 */
	public ResolverEnvironment {
		Objects.requireNonNull(directory, "directory");
		Objects.requireNonNull(connection, "connection");
		if (resolutionTimeout.isNegative()) {
			throw new IllegalArgumentException(
					"The wait for the registry must not be negative but is " + resolutionTimeout);
		}
	}

	RegistrationReader registrations() {
		return new RegistrationReader() {

			@Override
			public Duration sessionTimeout() {
				return ResolverEnvironment.this.connection.sessionTimeout();
			}

			@Override
			public CompletionStage<Boolean> isRegistered(RpcInstance instance) {
				return ResolverEnvironment.this.directory.isRegistered(instance);
			}

		};
	}

	/**
	 * With the default wait.
	 * @param directory where instances are found
	 * @param connection the connection to the registry
	 */
	public ResolverEnvironment(InstanceDirectory directory, RegistryConnection connection) {
		this(directory, connection, DEFAULT_REGISTRY_WAIT);
	}

	/**
	 * With nothing else to say.
	 * @param directory where instances are found
	 * @param connection the connection to the registry
	 * @param resolutionTimeout how long calls wait for the first answer of the registry
	 */
	public ResolverEnvironment(InstanceDirectory directory, RegistryConnection connection, Duration resolutionTimeout) {
		this(directory, connection, resolutionTimeout, Resolution.NO_NOTE);
	}

}
