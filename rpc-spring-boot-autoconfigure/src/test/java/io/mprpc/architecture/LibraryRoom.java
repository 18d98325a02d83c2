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
package io.mprpc.architecture;

import java.util.List;
import java.util.Set;

/**
 * The rooms of this module. A room can name only rooms that stand above it in this list,
 * so that a cycle cannot even be written down.
 */
enum LibraryRoom implements Room {

	/** What users write: annotations and the few public types beside them. */
	ROOT(""),

	/** What an instance is and what any registry must do; no framework in it. */
	REGISTRY("registry"),

	/** A ZooKeeper server inside the process. */
	REGISTRY_ZOOKEEPER_EMBEDDED("registry.zookeeper.embedded"),

	/** Instances as znodes: layout, codec, publisher, directory, session. */
	REGISTRY_ZOOKEEPER("registry.zookeeper", REGISTRY),

	/** The registry as Spring Cloud sees it. */
	REGISTRY_CLOUD("registry.cloud", REGISTRY),

	/** Rules set at run time: what they are, where they are kept, how they apply. */
	GOVERNANCE("governance", REGISTRY),

	/** What is generated from the identity service's protocol. */
	IDENTITY_V1("identity.v1"),

	/** What happens to each call, told to whoever observes calls. */
	CALL("call"),

	/** From beans to definitions to a published instance, and back in time. */
	PROVIDER("provider", ROOT, REGISTRY, GOVERNANCE, IDENTITY_V1, CALL),

	/** From a reference to a target and an injected stub; one channel per target. */
	CONSUMER("consumer", ROOT, REGISTRY, GOVERNANCE),

	/** Follows the directory for a target and feeds endpoints to the channel. */
	CONSUMER_RESOLVER("consumer.resolver", REGISTRY, CONSUMER, GOVERNANCE),

	/** Chooses an endpoint per call. */
	CONSUMER_BALANCER("consumer.balancer", REGISTRY, CONSUMER, GOVERNANCE, IDENTITY_V1),

	/** One line per call that is served or made. */
	ACCESSLOG("accesslog", CALL),

	/** Where these lines go when Logback writes them. */
	ACCESSLOG_LOGBACK("accesslog.logback", ACCESSLOG),

	/** What happened on a call's way, in its span; the caller's context in callbacks. */
	TRACING("tracing", CALL),

	/** All meters. */
	METRICS("metrics", CALL, ACCESSLOG, REGISTRY, GOVERNANCE, PROVIDER, CONSUMER, CONSUMER_RESOLVER, CONSUMER_BALANCER),

	/** Health and the {@code rpc} endpoint. */
	ACTUATE("actuate", REGISTRY, GOVERNANCE, PROVIDER, CONSUMER, CONSUMER_RESOLVER, CONSUMER_BALANCER),

	/** What is generated from the admin service's protocol. */
	ADMIN_V1("admin.v1"),

	/** Tells of this process's calls to those who ask it by gRPC. */
	ADMIN("admin", CALL, REGISTRY, GOVERNANCE, CONSUMER, CONSUMER_BALANCER, ADMIN_V1),

	/** Which properties there are, and which of those given nothing reads. */
	CONFIGURATION("configuration"),

	/** Conditions, properties, beans, failure analyzers: sees all, seen by none. */
	AUTOCONFIGURE("autoconfigure", ROOT, REGISTRY, REGISTRY_ZOOKEEPER_EMBEDDED, REGISTRY_ZOOKEEPER, REGISTRY_CLOUD,
			GOVERNANCE, CALL, PROVIDER, CONSUMER, CONSUMER_RESOLVER, CONSUMER_BALANCER, ACCESSLOG, ACCESSLOG_LOGBACK,
			TRACING, METRICS, ACTUATE, ADMIN_V1, ADMIN, CONFIGURATION);

	private final String path;

	private final Set<LibraryRoom> mayUse;

	LibraryRoom(String path, LibraryRoom... mayUse) {
		this.path = path;
		this.mayUse = Set.of(mayUse);
	}

	static FloorPlan plan(String rootPackage) {
		return new FloorPlan(rootPackage, List.of(values()));
	}

	@Override
	public String path() {
		return this.path;
	}

	@Override
	public Set<LibraryRoom> mayUse() {
		return this.mayUse;
	}

}
