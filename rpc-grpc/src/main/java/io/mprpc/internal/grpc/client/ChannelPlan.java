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

import java.util.function.Consumer;
import java.util.function.Function;

import io.grpc.ServiceDescriptor;
import io.mprpc.internal.grpc.client.settings.ReferenceSettings;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;

/**
 * A channel to be built: where to, for which service, and how it is to be used.
 *
 * @param target where to, as Spring's channel factory understands it
 * @param service the service that is called through it
 * @param settings how it is called
 * @param changes follows changes of the settings
 */
public record ChannelPlan(String target, ServiceDescriptor service, ReferenceSettings settings,
		Function<Consumer<ReferenceSettings>, Subscription> changes) {

	/**
	 * Plan of a channel whose settings never change.
	 * @param target where to
	 * @param service the service
	 * @param settings how it is called
	 */
	public ChannelPlan(String target, ServiceDescriptor service, ReferenceSettings settings) {
		this(target, service, settings, (listener) -> () -> {
		});
	}

	public ServiceName serviceName() {
		return new ServiceName(this.service.getName());
	}

	public boolean leadsToRegistry() {
		return this.target.startsWith(RpcTarget.SCHEME + ':');
	}

}
