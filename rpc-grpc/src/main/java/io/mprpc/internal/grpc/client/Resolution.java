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

import java.util.Objects;
import java.util.function.Function;

import io.grpc.Attributes;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;

/**
 * Content of the registry when a target was resolved. Travels in the attributes of the
 * resolution from the name resolver to the load balancer, which tells from it an instance
 * that is gone from one that does not fit, and says so.
 *
 * @param target the resolved target
 * @param view everything that the registry knows of the service, fitting or not
 * @param namespace namespace that was looked in
 * @param registry where the registry is, without secrets
 * @param note further explanation where a service has no instance, empty for nothing
 * @since 0.1
 */
public record Resolution(RpcTarget target, ServiceView view, String namespace, String registry,
		Function<ServiceName, String> note) {

	/** Attribute of a resolution: the content of the registry. */
	public static final Attributes.Key<Resolution> RESOLUTION = Attributes.Key.create("io.mprpc.resolution");

	/** Says nothing else. */
	public static final Function<ServiceName, String> NO_NOTE = (service) -> "";

	/** Attribute of an address: the instance that stands there. */
	public static final Attributes.Key<RpcInstance> INSTANCE = Attributes.Key.create("io.mprpc.instance");

	/**
	 * Checks that nothing is missing.
	 */
	public Resolution {
		Objects.requireNonNull(target, "target");
		Objects.requireNonNull(view, "view");
		Objects.requireNonNull(namespace, "namespace");
		Objects.requireNonNull(registry, "registry");
		Objects.requireNonNull(note, "note");
	}

	/**
	 * Content of the registry, without a further explanation.
	 * @param target the resolved target
	 * @param view everything that the registry knows of the service
	 * @param namespace namespace that was looked in
	 * @param registry where the registry is, without secrets
	 */
	public Resolution(RpcTarget target, ServiceView view, String namespace, String registry) {
		this(target, view, namespace, registry, NO_NOTE);
	}

}
