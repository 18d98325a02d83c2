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

package io.mprpc.internal.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

import io.mprpc.internal.grpc.server.AdvertisedHost;
import io.mprpc.internal.grpc.server.ServerAddress;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * Assembler of an instance from the application's services and the address of its server.
 * Each call begins a new incarnation of the instance, with an identity and a start time
 * of its own.
 *
 * @since 0.1
 */
public final class InstanceAssembler {

	/** Key under which Spring Boot Admin and others look for the management port. */
	private static final String MANAGEMENT_PORT = "management.port";

	private final String application;

	private final ServiceDefaults defaults;

	private final AdvertisedHost host;

	private final int advertisedPort;

	private final ApplicationPorts ports;

	private final boolean secure;

	private final @Nullable Duration permitKeepalive;

	private final Supplier<@Nullable String> reportKey;

	private final InstantSource clock;

	private final Supplier<UUID> identities;

	/**
	 * Creates an assembler.
	 * @param application name of the application
	 * @param defaults metadata of the application
	 * @param host which host to advertise
	 * @param advertisedPort port to advertise, 0 for the one that the server listens on
	 * @param ports other ports of the application
	 * @param secure whether the server speaks TLS
	 * @param permitKeepalive shortest time between two keepalive probes that the server
	 * permits, {@code null} if it is not known
	 * @param reportKey supplier of the public key of the process's reports for an
	 * instance that is about to be registered, {@code null} in it if the process does not
	 * report
	 * @param clock tells when an instance starts
	 */
	public InstanceAssembler(String application, ServiceDefaults defaults, AdvertisedHost host, int advertisedPort,
			ApplicationPorts ports, boolean secure, @Nullable Duration permitKeepalive,
			Supplier<@Nullable String> reportKey, InstantSource clock) {
		this(application, defaults, host, advertisedPort, ports, secure, permitKeepalive, reportKey, clock,
				UUID::randomUUID);
	}

	InstanceAssembler(String application, ServiceDefaults defaults, AdvertisedHost host, int advertisedPort,
			ApplicationPorts ports, boolean secure, @Nullable Duration permitKeepalive,
			Supplier<@Nullable String> reportKey, InstantSource clock, Supplier<UUID> identities) {
		this.application = application;
		this.defaults = defaults;
		this.host = host;
		this.advertisedPort = advertisedPort;
		this.ports = ports;
		this.secure = secure;
		this.permitKeepalive = permitKeepalive;
		this.reportKey = reportKey;
		this.clock = clock;
		this.identities = identities;
	}

	ProviderInstance assemble(ServerAddress address, List<ServiceDefinition> services, boolean verifiable) {
		int port = (this.advertisedPort > 0) ? this.advertisedPort : address.port();
		Endpoint endpoint = new Endpoint(this.host.host(address.boundTo()), port);
		String uuid = this.identities.get().toString();
		Instant start = this.clock.instant();
		Map<String, Integer> otherPorts = this.ports.asMap();
		List<RpcInstance> instances = services.stream()
			.map((service) -> new RpcInstance(service.service(), endpoint, service.methods(),
					metadata(service, uuid, start, otherPorts, verifiable)))
			.toList();
		InstanceMetadata metadata = new InstanceMetadata(uuid, this.application, this.defaults.version(),
				this.defaults.weight(), this.defaults.zone(), this.defaults.tags(), InstanceStatus.UP, start,
				otherPorts, this.secure, verifiable, this.permitKeepalive);
		try {
			return new ProviderInstance(this.application, endpoint, instances, metadata, properties(otherPorts));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcServiceException("The registry cannot take this application: " + ex.getMessage() + ".",
					"Split the service that it names, or keep it out of the registry with "
							+ "@RpcService(register = false).",
					ex);
		}
	}

	private InstanceMetadata metadata(ServiceDefinition service, String uuid, Instant start,
			Map<String, Integer> otherPorts, boolean verifiable) {
		try {
			return new InstanceMetadata(uuid, this.application, service.version(), service.weight(), service.zone(),
					service.tags(), InstanceStatus.UP, start, otherPorts, this.secure, verifiable,
					this.permitKeepalive);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcServiceException(
					"Bean '" + service.bean() + "' that serves " + service.service()
							+ " cannot be registered because of its metadata: " + ex.getMessage() + ".",
					"Shorten version, zone and tags in its @RpcService or in rpc.server.*.", ex);
		}
	}

	/**
	 * The instance as it is registered, which may be long after its server began to
	 * listen: its start and its other ports are those of now.
	 * @param serving the instance as it was put together when its server began to listen
	 * @return the instance to register, with the same identity
	 */
	ProviderInstance registering(ProviderInstance serving) {
		String key = this.reportKey.get();
		Instant start = this.clock.instant();
		Map<String, Integer> otherPorts = this.ports.asMap();
		List<RpcInstance> services = serving.services()
			.stream()
			.map((service) -> service.withMetadata(service.metadata().withStart(start, otherPorts).withReportKey(key)))
			.toList();
		return new ProviderInstance(serving.application(), serving.endpoint(), services,
				serving.metadata().withStart(start, otherPorts).withReportKey(key), properties(otherPorts));
	}

	private Map<String, String> properties(Map<String, Integer> otherPorts) {
		Map<String, String> properties = new TreeMap<>(this.defaults.tags());
		putIfSet(properties, "version", this.defaults.version());
		putIfSet(properties, "zone", this.defaults.zone());
		Integer management = otherPorts.get("management");
		if (management != null) {
			properties.put(MANAGEMENT_PORT, management.toString());
		}
		return properties;
	}

	private static void putIfSet(Map<String, String> properties, String key, String value) {
		if (!value.isEmpty()) {
			properties.put(key, value);
		}
	}

}
