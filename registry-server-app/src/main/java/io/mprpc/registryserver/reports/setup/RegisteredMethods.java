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

package io.mprpc.registryserver.reports.setup;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registryserver.reports.reading.OfferedMethods;

/**
 * Methods and instances of the registry, indexed per service as long as its view does not
 * change.
 */
final class RegisteredMethods implements OfferedMethods {

	private final InstanceDirectory directory;

	private final Map<String, Index> indexes = new ConcurrentHashMap<>();

	RegisteredMethods(InstanceDirectory directory) {
		this.directory = directory;
	}

	@Override
	public boolean isOffered(String service, String method) {
		return index(service).methods.contains(method);
	}

	@Override
	public boolean isRegistered(String service, String endpoint) {
		return index(service).endpoints.contains(endpoint);
	}

	private Index index(String service) {
		ServiceName name = new ServiceName(service);
		if (!this.directory.services().contains(name)) {
			// A view would be followed for ever.
			this.indexes.remove(service);
			return Index.NONE;
		}
		ServiceView view = this.directory.view(name);
		Index index = this.indexes.get(service);
		if (index == null || index.view != view) {
			index = Index.of(view);
			this.indexes.put(service, index);
		}
		return index;
	}

	/** What one view holds. */
	private record Index(ServiceView view, Set<String> methods, Set<String> endpoints) {

		private static final Index NONE = of(ServiceView.loading(new ServiceName("none")));

		static Index of(ServiceView view) {
			Set<String> methods = new HashSet<>();
			Set<String> endpoints = new HashSet<>();
			for (RpcInstance instance : view.instances()) {
				methods.addAll(instance.methods());
				endpoints.add(instance.endpoint().toString());
			}
			return new Index(view, methods, endpoints);
		}

	}

}
