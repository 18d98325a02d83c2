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

package io.mprpc.internal.grpc.client;

import io.grpc.ManagedChannelBuilder;
import io.mprpc.registry.ServiceName;

/**
 * Configurer that joins channels to the registry.
 *
 * @since 0.1
 */
public interface RegistryChannelConfigurer {

	/**
	 * Gives a channel the environment that its name resolver needs to follow the
	 * registry.
	 * @param builder builder of the channel
	 */
	void join(ManagedChannelBuilder<?> builder);

	/**
	 * Told once for each service that this process references.
	 * @param service the service
	 */
	void referenced(ServiceName service);

}
