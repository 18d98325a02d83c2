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

package io.mprpc.internal.grpc.balancer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.testing.FakeClock;

/**
 * Instances of the service {@code demo.UserService}.
 */
public final class Instances {

	public static final ServiceName SERVICE = new ServiceName("demo.UserService");

	public static final String LOGIN = "demo.UserService/Login";

	public static final String REGISTER = "demo.UserService/Register";

	private Instances() {
	}

	/**
	 * An instance that has been running for a day and serves Login and Register.
	 */
	public static RpcInstance instance(String endpoint) {
		return instance(endpoint, "Login", "Register");
	}

	public static RpcInstance instance(String endpoint, String... methods) {
		return new RpcInstance(SERVICE, Endpoint.parse(endpoint), Set.of(methods),
				new InstanceMetadata("incarnation 1", "users", "", 100, "", Map.of(), InstanceStatus.UP,
						FakeClock.START.minus(Duration.ofDays(1)), Map.of()));
	}

	/**
	 * The same instance with a process that tells who it is.
	 */
	public static RpcInstance verifiable(RpcInstance instance) {
		InstanceMetadata old = instance.metadata();
		return instance
			.withMetadata(new InstanceMetadata(old.uuid(), old.application(), old.version(), old.weight(), old.zone(),
					old.tags(), old.status(), old.startTime(), old.ports(), old.secure(), true, old.permitKeepalive()));
	}

	/**
	 * The same instance with a server that permits keepalive probes that often.
	 */
	public static RpcInstance permitting(RpcInstance instance, Duration permitKeepalive) {
		InstanceMetadata old = instance.metadata();
		return instance.withMetadata(
				new InstanceMetadata(old.uuid(), old.application(), old.version(), old.weight(), old.zone(), old.tags(),
						old.status(), old.startTime(), old.ports(), old.secure(), old.verifiable(), permitKeepalive));
	}

	public static RpcInstance with(RpcInstance instance, InstanceStatus status) {
		return instance.withMetadata(instance.metadata().withStatus(status));
	}

	public static RpcInstance with(RpcInstance instance, int weight) {
		return instance.withMetadata(instance.metadata().withWeight(weight));
	}

	public static RpcInstance inZone(RpcInstance instance, String zone) {
		InstanceMetadata old = instance.metadata();
		return instance.withMetadata(new InstanceMetadata(old.uuid(), old.application(), old.version(), old.weight(),
				zone, old.tags(), old.status(), old.startTime(), old.ports(), old.secure(), old.verifiable(),
				old.permitKeepalive()));
	}

	public static RpcInstance version(RpcInstance instance, String version) {
		InstanceMetadata old = instance.metadata();
		return instance.withMetadata(new InstanceMetadata(old.uuid(), old.application(), version, old.weight(),
				old.zone(), old.tags(), old.status(), old.startTime(), old.ports(), old.secure(), old.verifiable(),
				old.permitKeepalive()));
	}

	/**
	 * The same instance in another incarnation.
	 */
	public static RpcInstance started(RpcInstance instance, String uuid, Instant start) {
		InstanceMetadata old = instance.metadata();
		return instance.withMetadata(
				new InstanceMetadata(uuid, old.application(), old.version(), old.weight(), old.zone(), old.tags(),
						old.status(), start, old.ports(), old.secure(), old.verifiable(), old.permitKeepalive()));
	}

}
