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

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rooms of the library, module by module. A room can name only rooms that stand above
 * it in this list, so that a cycle cannot be written down.
 */
enum LibraryRoom implements Room {

	// Module rpc-registry

	/**
	 * Limits and checks for what comes from outside: text, numbers and JSON of znodes and
	 * registrants.
	 */
	INPUT("internal.input"),

	/** Instances, and what any registry does: directories, publishers, documents. */
	REGISTRY("registry", INPUT),

	/** Rules that operators set at run time: documents, their codec, and their effect. */
	GOVERNANCE("internal.governance", INPUT, REGISTRY),

	/** Views of instances that are made inside the process, and of registry servers. */
	REGISTRY_VIEWS("internal.registry", REGISTRY),

	/** The one source of time. */
	TIME("internal.time"),

	// Module rpc-registry-zookeeper

	/** Paths and contents of znodes. */
	ZOOKEEPER_LAYOUT("internal.zookeeper.layout", INPUT, REGISTRY, REGISTRY_VIEWS),

	/** The session with ZooKeeper: settings, client, recovery and diagnosis. */
	ZOOKEEPER_SESSION("internal.zookeeper.session", REGISTRY, TIME, ZOOKEEPER_LAYOUT),

	/** Last known views and documents on disk. */
	ZOOKEEPER_SNAPSHOT("internal.zookeeper.snapshot", INPUT, REGISTRY, ZOOKEEPER_LAYOUT, ZOOKEEPER_SESSION),

	/** Watches on znodes and the loop that handles them. */
	ZOOKEEPER_WATCH("internal.zookeeper.watch", INPUT, REGISTRY, TIME, ZOOKEEPER_SESSION),

	/** Views of services, applications and consumers, read from znodes. */
	ZOOKEEPER_DIRECTORY("internal.zookeeper.directory", INPUT, REGISTRY, REGISTRY_VIEWS, TIME, ZOOKEEPER_LAYOUT,
			ZOOKEEPER_SESSION, ZOOKEEPER_SNAPSHOT, ZOOKEEPER_WATCH),

	/** Registrations as ephemeral znodes. */
	ZOOKEEPER_PUBLISH("internal.zookeeper.publish", REGISTRY, REGISTRY_VIEWS, TIME, ZOOKEEPER_LAYOUT, ZOOKEEPER_SESSION,
			ZOOKEEPER_WATCH),

	/** The registry on ZooKeeper as a whole. */
	ZOOKEEPER("internal.zookeeper", REGISTRY, ZOOKEEPER_SESSION, ZOOKEEPER_DIRECTORY, ZOOKEEPER_PUBLISH),

	/** Governed documents in znodes. */
	ZOOKEEPER_DOCUMENT("internal.zookeeper.document", REGISTRY, ZOOKEEPER_LAYOUT, ZOOKEEPER_SESSION, ZOOKEEPER_SNAPSHOT,
			ZOOKEEPER_WATCH, ZOOKEEPER_DIRECTORY),

	/** A ZooKeeper server inside the process. */
	ZOOKEEPER_EMBEDDED("internal.zookeeper.embedded"),

	// Module rpc-grpc

	/** Generated from the protocol of reports. */
	REPORTS_V1("reports.v1"),

	/** Generated from the protocol of the identity service. */
	IDENTITY_V1("identity.v1"),

	/** Observation of calls, one object per call and side. */
	GRPC_CALL("internal.grpc.call", TIME),

	/** One line per call that is served or made. */
	GRPC_ACCESSLOG("internal.grpc.accesslog", GRPC_CALL),

	/** Files of the access log, written by Logback. */
	GRPC_ACCESSLOG_LOGBACK("internal.grpc.accesslog.logback", GRPC_ACCESSLOG),

	/** Settings of references, from properties to the load balancer. */
	GRPC_CLIENT_SETTINGS("internal.grpc.client.settings", REGISTRY),

	/** Targets, channels and calls of references. */
	GRPC_CLIENT("internal.grpc.client", REGISTRY, GRPC_CLIENT_SETTINGS),

	/** Checks that the process at an address is the registered instance. */
	GRPC_BALANCER_ADMISSION("internal.grpc.balancer.admission", REGISTRY, TIME, IDENTITY_V1, GRPC_CLIENT_SETTINGS,
			GRPC_CLIENT),

	/** Reasons why an instance gets no calls, and their texts. */
	GRPC_BALANCER_REASON("internal.grpc.balancer.reason", GOVERNANCE),

	/** Arithmetic of weights, warm-up, zones and hashing, without gRPC types. */
	GRPC_BALANCER_WEIGHT("internal.grpc.balancer.weight"),

	/** Instances with their connections and the results of their calls. */
	GRPC_BALANCER_BACKEND("internal.grpc.balancer.backend", REGISTRY, TIME, GRPC_CALL, GRPC_CLIENT_SETTINGS,
			GRPC_CLIENT, GRPC_BALANCER_ADMISSION, GRPC_BALANCER_REASON, GRPC_BALANCER_WEIGHT),

	/** The choice of an instance for one call. */
	GRPC_BALANCER_PICK("internal.grpc.balancer.pick", REGISTRY, GRPC_CALL, GRPC_CLIENT_SETTINGS, GRPC_CLIENT,
			GRPC_BALANCER_ADMISSION, GRPC_BALANCER_REASON, GRPC_BALANCER_WEIGHT, GRPC_BALANCER_BACKEND),

	/** The load balancer that chooses an instance per call and method. */
	GRPC_BALANCER("internal.grpc.balancer", REGISTRY, TIME, GRPC_CALL, GRPC_CLIENT_SETTINGS, GRPC_CLIENT,
			GRPC_BALANCER_ADMISSION, GRPC_BALANCER_REASON, GRPC_BALANCER_WEIGHT, GRPC_BALANCER_BACKEND,
			GRPC_BALANCER_PICK),

	/** Counters of calls and the load of the machine, for reports. */
	GRPC_REPORT("internal.grpc.report", INPUT, REGISTRY, GOVERNANCE, REGISTRY_VIEWS, TIME, REPORTS_V1, GRPC_CALL,
			GRPC_BALANCER_REASON, GRPC_CLIENT, GRPC_BALANCER),

	/** Streams to registry servers that carry reports and answers. */
	GRPC_REPORT_STREAM("internal.grpc.report.stream", INPUT, REGISTRY, GOVERNANCE, REGISTRY_VIEWS, TIME, REPORTS_V1,
			GRPC_BALANCER_REASON, GRPC_CLIENT, GRPC_BALANCER, GRPC_REPORT),

	/** The serving side: executors, connections, drain and identity. */
	GRPC_SERVER("internal.grpc.server", TIME, IDENTITY_V1, GRPC_CALL),

	/** All meters. */
	GRPC_METRICS("internal.grpc.metrics", REGISTRY, TIME, GRPC_CALL, GRPC_ACCESSLOG, GRPC_CLIENT, GRPC_BALANCER,
			GRPC_REPORT_STREAM, GRPC_SERVER),

	/** Follows the directory for a target and gives endpoints to the channel. */
	GRPC_RESOLVER("internal.grpc.resolver", REGISTRY, TIME, GRPC_CLIENT),

	/** Events in the span of a call; the context of the caller in callbacks. */
	GRPC_TRACING("internal.grpc.tracing", GRPC_CALL),

	// Module rpc-spring-boot-autoconfigure

	/** Annotations and types that users program against. */
	ROOT(""),

	/** SSL bundles as files. */
	SSL("internal.ssl"),

	/** Auto-configuration of the registry, its embedded server and its rules. */
	AUTOCONFIGURE_REGISTRY("autoconfigure.registry", SSL, REGISTRY, GOVERNANCE, TIME, ZOOKEEPER_LAYOUT,
			ZOOKEEPER_SESSION, ZOOKEEPER_DIRECTORY, ZOOKEEPER_PUBLISH, ZOOKEEPER, ZOOKEEPER_DOCUMENT,
			ZOOKEEPER_EMBEDDED),

	/** The registry as Spring Cloud sees it. */
	CLOUD("cloud", REGISTRY),

	/**
	 * Links between the registry and Spring Cloud that applications do not use directly.
	 */
	CLOUD_LINKS("internal.cloud", REGISTRY, CLOUD),

	/** Checks of properties: values, and keys that nothing reads. */
	CONFIGURATION("internal.configuration", INPUT, REGISTRY, GRPC_SERVER),

	/** Auto-configuration of discovery clients for Spring Cloud. */
	AUTOCONFIGURE_CLOUD("autoconfigure.cloud", REGISTRY, AUTOCONFIGURE_REGISTRY, CLOUD, CLOUD_LINKS, CONFIGURATION),

	/** From {@code @RpcService} to a registered instance and back. */
	PROVIDER("internal.provider", REGISTRY, REGISTRY_VIEWS, TIME, IDENTITY_V1, GRPC_CALL, GRPC_SERVER, ROOT),

	/** Health and the {@code rpc} endpoint. */
	ACTUATE("internal.actuate", REGISTRY, GOVERNANCE, REGISTRY_VIEWS, GRPC_CLIENT, GRPC_BALANCER_REASON, GRPC_BALANCER,
			GRPC_REPORT_STREAM, PROVIDER),

	/** Auto-configuration of providers. */
	AUTOCONFIGURE_PROVIDER("autoconfigure.provider", INPUT, REGISTRY, REGISTRY_VIEWS, TIME, GRPC_REPORT_STREAM,
			GRPC_SERVER, ROOT, AUTOCONFIGURE_REGISTRY, CLOUD, CLOUD_LINKS, CONFIGURATION, PROVIDER, ACTUATE),

	/** From {@code @RpcReference} to an injected stub. */
	CONSUMER("internal.consumer", REGISTRY, GRPC_CLIENT_SETTINGS, GRPC_CLIENT, ROOT),

	/** Auto-configuration of consumers. */
	AUTOCONFIGURE_CONSUMER("autoconfigure.consumer", REGISTRY, GOVERNANCE, REGISTRY_VIEWS, TIME, GRPC_CLIENT_SETTINGS,
			GRPC_CLIENT, GRPC_BALANCER, GRPC_REPORT_STREAM, GRPC_RESOLVER, ROOT, AUTOCONFIGURE_REGISTRY, CONFIGURATION,
			PROVIDER, AUTOCONFIGURE_PROVIDER, CONSUMER),

	/** Auto-configuration of checks of properties. */
	AUTOCONFIGURE_CONFIGURATION("autoconfigure.configuration", CONFIGURATION, CONSUMER, AUTOCONFIGURE_CONSUMER),

	/**
	 * Auto-configuration of meters, access log, tracing, Actuator and reports.
	 */
	AUTOCONFIGURE_OBSERVABILITY("autoconfigure.observability", REGISTRY, GOVERNANCE, REGISTRY_VIEWS, TIME,
			ZOOKEEPER_SESSION, ZOOKEEPER_DIRECTORY, GRPC_CALL, GRPC_ACCESSLOG, GRPC_ACCESSLOG_LOGBACK, GRPC_CLIENT,
			GRPC_BALANCER, GRPC_REPORT, GRPC_REPORT_STREAM, GRPC_SERVER, GRPC_METRICS, GRPC_TRACING,
			AUTOCONFIGURE_REGISTRY, CONFIGURATION, PROVIDER, ACTUATE, AUTOCONFIGURE_PROVIDER, CONSUMER,
			AUTOCONFIGURE_CONSUMER);

	/**
	 * Rooms of the auto-configurations: they see all rooms and are seen by none below.
	 */
	static final Set<LibraryRoom> EDGE = Arrays.stream(values())
		.filter((room) -> room.path().startsWith("autoconfigure."))
		.collect(Collectors.toUnmodifiableSet());

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
