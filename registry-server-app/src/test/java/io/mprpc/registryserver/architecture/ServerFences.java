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

package io.mprpc.registryserver.architecture;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.mprpc.architecture.Fence;

/**
 * External libraries and the packages that may use them.
 */
final class ServerFences {

	private ServerFences() {
	}

	static List<Fence> all() {
		return List.of(
				fence("Spring", List.of("org.springframework"),
						EnumSet.complementOf(EnumSet.of(ServerRoom.CATALOG_MODEL, ServerRoom.CATALOG,
								ServerRoom.JOURNAL, ServerRoom.OPERATION, ServerRoom.TRYIT, ServerRoom.TRAFFIC_MODEL,
								ServerRoom.TRAFFIC_HISTORY, ServerRoom.TRAFFIC_LIVE, ServerRoom.TRAFFIC,
								ServerRoom.OUTAGE, ServerRoom.REPORTS_READING, ServerRoom.REPORTS_PORT,
								ServerRoom.REPORTS, ServerRoom.MEMBERS_V1, ServerRoom.MEMBERS, ServerRoom.EXPLAIN))),
				fence("Spring Security", List.of("org.springframework.security"),
						EnumSet.of(ServerRoom.SECURITY, ServerRoom.CONSOLE)),
				fence("gRPC", List.of("io.grpc"),
						EnumSet.of(ServerRoom.TRYIT, ServerRoom.REPORTS_PORT, ServerRoom.REPORTS, ServerRoom.MEMBERS_V1,
								ServerRoom.MEMBERS, ServerRoom.EXPLAIN, ServerRoom.REPORTS_SETUP, ServerRoom.ROOT)),
				fence("Netty", List.of("io.netty"), EnumSet.of(ServerRoom.REPORTS_PORT, ServerRoom.REPORTS)),
				fence("protobuf", List.of("com.google.protobuf"),
						EnumSet.of(ServerRoom.TRYIT, ServerRoom.REPORTS_READING, ServerRoom.REPORTS,
								ServerRoom.MEMBERS_V1, ServerRoom.MEMBERS, ServerRoom.EXPLAIN)),
				fence("OpenAPI", List.of("io.swagger", "org.springdoc"), EnumSet.of(ServerRoom.API)),
				fence("ZooKeeper's library", List.of("org.apache.zookeeper"),
						EnumSet.of(ServerRoom.ENSEMBLE, ServerRoom.SECURITY, ServerRoom.ROOT)),
				fence("the applications' ZooKeeper client", List.of("io.mprpc.internal.zookeeper"),
						EnumSet.of(ServerRoom.ENSEMBLE, ServerRoom.REPORTS_SETUP, ServerRoom.SECURITY,
								ServerRoom.ROOT)),
				fence("the applications' properties", List.of("io.mprpc.autoconfigure"),
						EnumSet.of(ServerRoom.ROOT, ServerRoom.REPORTS_SETUP, ServerRoom.SECURITY)),
				fence("a logger API other than SLF4J",
						List.of("org.apache.commons.logging", "org.apache.logging", "java.util.logging"), Set.of()),
				fence("Curator", List.of("org.apache.curator"), Set.of()));
	}

	private static Fence fence(String library, List<String> packages, Set<ServerRoom> rooms) {
		return new Fence(library, packages, rooms);
	}

}
