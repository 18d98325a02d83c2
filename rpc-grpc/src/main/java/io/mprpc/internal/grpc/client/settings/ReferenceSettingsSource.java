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

package io.mprpc.internal.grpc.client.settings;

import java.util.function.Consumer;

import io.grpc.ServiceDescriptor;
import io.mprpc.registry.Subscription;

/**
 * Source of the settings of references, by service.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ReferenceSettingsSource {

	/**
	 * Settings of the references to a service. Called once for each channel.
	 * @param service the service
	 * @return the settings, defaults filled in
	 * @throws RuntimeException if the configuration is wrong: the message names the
	 * property
	 */
	ReferenceSettings settings(ServiceDescriptor service);

	/**
	 * Follows the settings of the references to a service. Those of calls and of load
	 * balancing apply to the calls that begin after a change, over the connections that
	 * there are; the others belong to a channel for as long as it lives. By default the
	 * settings never change and the listener is never called.
	 * @param service the service
	 * @param listener called with the settings immediately and after each change, on any
	 * thread
	 * @return to end the subscription
	 */
	default Subscription subscribe(ServiceDescriptor service, Consumer<ReferenceSettings> listener) {
		return () -> {
		};
	}

}
