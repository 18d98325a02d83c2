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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static io.mprpc.architecture.LibraryRoom.ACTUATE;
import static io.mprpc.architecture.LibraryRoom.CLOUD;
import static io.mprpc.architecture.LibraryRoom.CLOUD_LINKS;
import static io.mprpc.architecture.LibraryRoom.CONFIGURATION;
import static io.mprpc.architecture.LibraryRoom.CONSUMER;
import static io.mprpc.architecture.LibraryRoom.GOVERNANCE;
import static io.mprpc.architecture.LibraryRoom.GRPC_ACCESSLOG;
import static io.mprpc.architecture.LibraryRoom.GRPC_ACCESSLOG_LOGBACK;
import static io.mprpc.architecture.LibraryRoom.GRPC_CLIENT;
import static io.mprpc.architecture.LibraryRoom.GRPC_METRICS;
import static io.mprpc.architecture.LibraryRoom.GRPC_TRACING;
import static io.mprpc.architecture.LibraryRoom.IDENTITY_V1;
import static io.mprpc.architecture.LibraryRoom.INPUT;
import static io.mprpc.architecture.LibraryRoom.PROVIDER;
import static io.mprpc.architecture.LibraryRoom.REPORTS_V1;
import static io.mprpc.architecture.LibraryRoom.ROOT;
import static io.mprpc.architecture.LibraryRoom.SSL;

/**
 * Outside libraries and the rooms that know them. Wiring is inside every fence but those
 * that are closed.
 */
final class LibraryFences {

	private static final Set<LibraryRoom> AUTOCONFIGURE = below("autoconfigure");

	private static final Set<LibraryRoom> ZOOKEEPER_ROOMS = below("internal.zookeeper");

	private static final Set<LibraryRoom> GRPC_ROOMS = below("internal.grpc");

	static final Fence ZOOKEEPER_CLIENT = new Fence("Curator", List.of("org.apache.curator"),
			union(ZOOKEEPER_ROOMS, AUTOCONFIGURE));

	static final Fence ZOOKEEPER_LIBRARY = new Fence("ZooKeeper", List.of("org.apache.zookeeper", "org.apache.jute"),
			union(ZOOKEEPER_ROOMS, AUTOCONFIGURE));

	static final Fence MICROMETER = new Fence("Micrometer",
			List.of("io.micrometer", "org.springframework.boot.micrometer"),
			union(EnumSet.of(GRPC_METRICS, GRPC_TRACING), AUTOCONFIGURE));

	static final Fence SPRING_CLOUD = new Fence("Spring Cloud", List.of("org.springframework.cloud"),
			union(EnumSet.of(CLOUD, CLOUD_LINKS, PROVIDER), AUTOCONFIGURE));

	static final Fence ACTUATOR = new Fence("Spring Boot's actuator",
			List.of("org.springframework.boot.actuate", "org.springframework.boot.health"),
			union(EnumSet.of(ACTUATE), AUTOCONFIGURE));

	static final Fence GRPC = new Fence("gRPC", List.of("io.grpc", "org.springframework.grpc"),
			union(GRPC_ROOMS, EnumSet.of(REPORTS_V1, IDENTITY_V1, PROVIDER, CONSUMER, ACTUATE, ROOT), AUTOCONFIGURE));

	static final Fence NETTY = new Fence("Netty", List.of("io.netty", "io.grpc.netty"),
			union(EnumSet.of(GRPC_CLIENT), AUTOCONFIGURE));

	static final Fence SPRING = new Fence("Spring", List.of("org.springframework"), union(
			EnumSet.of(ROOT, SSL, CLOUD, CLOUD_LINKS, PROVIDER, CONSUMER, ACTUATE, CONFIGURATION), AUTOCONFIGURE));

	static final Fence REACTOR = new Fence("Reactor", List.of("reactor", "org.reactivestreams"),
			union(EnumSet.of(CLOUD, CONSUMER), AUTOCONFIGURE));

	static final Fence JSON = new Fence("Gson", List.of("com.google.gson"),
			union(EnumSet.of(INPUT, GOVERNANCE, GRPC_ACCESSLOG, CONFIGURATION), ZOOKEEPER_ROOMS));

	static final Fence LOGBACK = new Fence("Logback", List.of("ch.qos.logback"),
			union(EnumSet.of(GRPC_ACCESSLOG_LOGBACK), AUTOCONFIGURE));

	/**
	 * SLF4J is the one logger API. Spring Boot's deferred log, the only one there is
	 * before the logging system starts, is Commons Logging's.
	 */
	static final Fence OTHER_LOGGERS = new Fence("A logger API other than SLF4J",
			List.of("org.apache.commons.logging", "org.apache.logging", "java.util.logging"),
			EnumSet.of(CONFIGURATION));

	/**
	 * Arrives with gRPC in a flavour and a version that this build does not choose;
	 * generated stubs need it.
	 */
	static final Fence GUAVA = new Fence("Guava", List.of("com.google.common", "com.google.errorprone"),
			EnumSet.of(REPORTS_V1, IDENTITY_V1));

	/** Two major versions are about; whichever an application has is its own choice. */
	static final Fence JACKSON = new Fence("Jackson", List.of("com.fasterxml.jackson", "tools.jackson"), Set.of());

	/** Here because a dependency or a test needs them. */
	static final Fence STRANGERS = new Fence("A library that only a dependency needs",
			List.of("org.apache.commons.io", "org.apache.commons.lang3", "org.apache.commons.cli", "com.codahale",
					"org.xerial", "jakarta", "javax.annotation"),
			Set.of());

	private LibraryFences() {
	}

	private static Set<LibraryRoom> below(String path) {
		return Arrays.stream(LibraryRoom.values())
			.filter((room) -> room.path().equals(path) || room.path().startsWith(path + '.'))
			.collect(Collectors.toUnmodifiableSet());
	}

	@SafeVarargs
	private static Set<LibraryRoom> union(Set<LibraryRoom>... sets) {
		return Arrays.stream(sets).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
	}

	static List<Fence> all() {
		return List.of(ZOOKEEPER_CLIENT, ZOOKEEPER_LIBRARY, MICROMETER, SPRING_CLOUD, ACTUATOR, GRPC, NETTY, SPRING,
				REACTOR, JSON, LOGBACK, OTHER_LOGGERS, GUAVA, JACKSON, STRANGERS);
	}

}
