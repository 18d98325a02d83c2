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

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static io.mprpc.architecture.LibraryRoom.ACCESSLOG;
import static io.mprpc.architecture.LibraryRoom.ACCESSLOG_LOGBACK;
import static io.mprpc.architecture.LibraryRoom.ACTUATE;
import static io.mprpc.architecture.LibraryRoom.ADMIN_V1;
import static io.mprpc.architecture.LibraryRoom.AUTOCONFIGURE;
import static io.mprpc.architecture.LibraryRoom.CALL;
import static io.mprpc.architecture.LibraryRoom.CONFIGURATION;
import static io.mprpc.architecture.LibraryRoom.CONSUMER;
import static io.mprpc.architecture.LibraryRoom.GOVERNANCE;
import static io.mprpc.architecture.LibraryRoom.IDENTITY_V1;
import static io.mprpc.architecture.LibraryRoom.METRICS;
import static io.mprpc.architecture.LibraryRoom.PROVIDER;
import static io.mprpc.architecture.LibraryRoom.REGISTRY;
import static io.mprpc.architecture.LibraryRoom.REGISTRY_CLOUD;
import static io.mprpc.architecture.LibraryRoom.REGISTRY_ZOOKEEPER;
import static io.mprpc.architecture.LibraryRoom.REGISTRY_ZOOKEEPER_EMBEDDED;
import static io.mprpc.architecture.LibraryRoom.TRACING;

/**
 * Which room of this module knows which outside library. Wiring is inside every fence but
 * those that let nobody in.
 */
final class LibraryFences {

	static final Fence ZOOKEEPER_CLIENT = new Fence("Curator", List.of("org.apache.curator"),
			EnumSet.of(REGISTRY_ZOOKEEPER, AUTOCONFIGURE));

	static final Fence ZOOKEEPER = new Fence("ZooKeeper", List.of("org.apache.zookeeper", "org.apache.jute"),
			EnumSet.of(REGISTRY_ZOOKEEPER, REGISTRY_ZOOKEEPER_EMBEDDED, AUTOCONFIGURE));

	static final Fence MICROMETER = new Fence("Micrometer",
			List.of("io.micrometer", "org.springframework.boot.micrometer"),
			EnumSet.of(METRICS, TRACING, AUTOCONFIGURE));

	static final Fence SPRING_CLOUD = new Fence("Spring Cloud", List.of("org.springframework.cloud"),
			EnumSet.of(REGISTRY_CLOUD, PROVIDER, AUTOCONFIGURE));

	static final Fence ACTUATOR = new Fence("Spring Boot's actuator",
			List.of("org.springframework.boot.actuate", "org.springframework.boot.health"),
			EnumSet.of(ACTUATE, AUTOCONFIGURE));

	static final Fence GRPC = new Fence("gRPC", List.of("io.grpc", "org.springframework.grpc"), EnumSet
		.complementOf(EnumSet.of(REGISTRY, REGISTRY_ZOOKEEPER, REGISTRY_ZOOKEEPER_EMBEDDED, REGISTRY_CLOUD)));

	/** What gRPC's own connections are made of. */
	static final Fence NETTY = new Fence("Netty", List.of("io.netty", "io.grpc.netty"),
			EnumSet.of(CONSUMER, AUTOCONFIGURE));

	static final Fence SPRING = new Fence("Spring", List.of("org.springframework"),
			EnumSet.complementOf(EnumSet.of(REGISTRY, CALL)));

	static final Fence REACTOR = new Fence("Reactor", List.of("reactor", "org.reactivestreams"),
			EnumSet.of(REGISTRY_CLOUD, CONSUMER, AUTOCONFIGURE));

	static final Fence JSON = new Fence("Gson", List.of("com.google.gson"),
			EnumSet.of(REGISTRY, REGISTRY_ZOOKEEPER, GOVERNANCE, ACCESSLOG, CONFIGURATION, AUTOCONFIGURE));

	static final Fence LOGBACK = new Fence("Logback", List.of("ch.qos.logback"),
			EnumSet.of(ACCESSLOG_LOGBACK, AUTOCONFIGURE));

	/**
	 * SLF4J is the one logger API. Spring Boot's deferred log, the only one there is
	 * before the logging system starts, is Commons Logging's.
	 */
	static final Fence OTHER_LOGGERS = new Fence("A logger API other than SLF4J",
			List.of("org.apache.commons.logging", "org.apache.logging", "java.util.logging"),
			EnumSet.of(CONFIGURATION));

	/**
	 * Arrives with gRPC in a flavour and a version that nobody here chooses; generated
	 * stubs need it.
	 */
	static final Fence GUAVA = new Fence("Guava", List.of("com.google.common", "com.google.errorprone"),
			EnumSet.of(ADMIN_V1, IDENTITY_V1));

	/** Two major versions are about; whichever an application has is its own choice. */
	static final Fence JACKSON = new Fence("Jackson", List.of("com.fasterxml.jackson", "tools.jackson"), Set.of());

	/** Here because a dependency or a test needs them. */
	static final Fence STRANGERS = new Fence("A library that only a dependency needs",
			List.of("org.apache.commons.io", "org.apache.commons.lang3", "org.apache.commons.cli", "com.codahale",
					"org.xerial", "jakarta", "javax.annotation"),
			Set.of());

	private LibraryFences() {
	}

	static List<Fence> all() {
		return List.of(ZOOKEEPER_CLIENT, ZOOKEEPER, MICROMETER, SPRING_CLOUD, ACTUATOR, GRPC, NETTY, SPRING, REACTOR,
				JSON, LOGBACK, OTHER_LOGGERS, GUAVA, JACKSON, STRANGERS);
	}

}
