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

package io.mprpc.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import io.mprpc.internal.input.RegistryLimits;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of an instance beside its address and its methods.
 *
 * @param uuid identity of this incarnation of the instance: a restart at the same address
 * has another one; {@code null} if it is not known, as with a provider that registers
 * methods only
 * @param application name of the application that runs the instance, may be empty
 * @param version version of the service, empty if it has none
 * @param weight share of the calls in relation to other instances, from 0 to
 * {@value #MAX_WEIGHT}
 * @param zone zone that the instance runs in, empty if it has none
 * @param tags further properties that consumers can ask for
 * @param status status that the instance publishes
 * @param startTime when this incarnation of the instance began, {@code null} if not known
 * @param ports other ports of the application by name, such as {@code http}
 * @param secure whether the instance's own port speaks TLS
 * @param verifiable whether the process answers the question for its identity with
 * {@code uuid}, so that a consumer can tell it from another process at the same address
 * @param permitKeepalive shortest time between two HTTP/2 keepalive probes that the
 * instance permits, {@code null} if it is not known, which may mean five minutes
 * @param reportKey Ed25519 public key with which the process proves its reports to
 * registry servers, 32 bytes in unpadded Base64 for URLs; {@code null} if it has none
 * @since 0.1
 */
public record InstanceMetadata(@Nullable String uuid, String application, String version, int weight, String zone,
		Map<String, String> tags, InstanceStatus status, @Nullable Instant startTime, Map<String, Integer> ports,
		boolean secure, boolean verifiable, @Nullable Duration permitKeepalive, @Nullable String reportKey) {

	/** Weight of an instance that does not say another. */
	public static final int DEFAULT_WEIGHT = 100;

	/** Largest weight. */
	public static final int MAX_WEIGHT = 10_000;

	/** Of an instance that says nothing. */
	public static final InstanceMetadata UNKNOWN = new InstanceMetadata(null, "", "", DEFAULT_WEIGHT, "", Map.of(),
			InstanceStatus.UP, null, Map.of());

	/**
	 * Of an instance whose metadata is there and cannot be read: it takes no calls.
	 */
	public static final InstanceMetadata UNREADABLE = UNKNOWN.withStatus(InstanceStatus.UNREADABLE);

	/**
	 * Checks the weight, the key and the {@link RegistryLimits}, and copies the maps.
	 * @throws IllegalArgumentException if the weight is out of range, the key is none, or
	 * something exceeds the limits
	 */
	public InstanceMetadata {
		Objects.requireNonNull(application, "application");
		Objects.requireNonNull(version, "version");
		Objects.requireNonNull(zone, "zone");
		Objects.requireNonNull(status, "status");
		if (weight < 0 || weight > MAX_WEIGHT) {
			throw new IllegalArgumentException("Weight " + weight + " is not between 0 and " + MAX_WEIGHT);
		}
		RegistryLimits.name("its uuid", (uuid != null) ? uuid : "");
		RegistryLimits.name("its application", application);
		RegistryLimits.name("its version", version);
		RegistryLimits.name("its zone", zone);
		RegistryLimits.tags(tags);
		RegistryLimits.ports(ports);
		RegistryLimits.reportKey("its report key", reportKey);
		tags = Map.copyOf(tags);
		ports = Map.copyOf(ports);
	}

	/**
	 * Metadata of an instance whose port speaks plain text.
	 * @param uuid identity of this incarnation of the instance, {@code null} if not known
	 * @param application name of the application, may be empty
	 * @param version version of the service, may be empty
	 * @param weight from 0 to {@value #MAX_WEIGHT}
	 * @param zone zone, may be empty
	 * @param tags further properties
	 * @param status status that the instance publishes
	 * @param startTime when this incarnation began, {@code null} if not known
	 * @param ports other ports by name
	 * @throws IllegalArgumentException if the weight is out of range
	 */
	public InstanceMetadata(@Nullable String uuid, String application, String version, int weight, String zone,
			Map<String, String> tags, InstanceStatus status, @Nullable Instant startTime, Map<String, Integer> ports) {
		this(uuid, application, version, weight, zone, tags, status, startTime, ports, false, false, null, null);
	}

	/**
	 * Metadata of an instance whose process does not answer for its identity.
	 * @param uuid identity of this incarnation of the instance, {@code null} if not known
	 * @param application name of the application, may be empty
	 * @param version version of the service, may be empty
	 * @param weight from 0 to {@value #MAX_WEIGHT}
	 * @param zone zone, may be empty
	 * @param tags further properties
	 * @param status status that the instance publishes
	 * @param startTime when this incarnation began, {@code null} if not known
	 * @param ports other ports by name
	 * @param secure whether the instance's own port speaks TLS
	 * @throws IllegalArgumentException if the weight is out of range
	 */
	public InstanceMetadata(@Nullable String uuid, String application, String version, int weight, String zone,
			Map<String, String> tags, InstanceStatus status, @Nullable Instant startTime, Map<String, Integer> ports,
			boolean secure) {
		this(uuid, application, version, weight, zone, tags, status, startTime, ports, secure, false, null, null);
	}

	/**
	 * Metadata of an instance whose process does not report.
	 * @param uuid identity of this incarnation of the instance, {@code null} if not known
	 * @param application name of the application, may be empty
	 * @param version version of the service, may be empty
	 * @param weight from 0 to {@value #MAX_WEIGHT}
	 * @param zone zone, may be empty
	 * @param tags further properties
	 * @param status status that the instance publishes
	 * @param startTime when this incarnation began, {@code null} if not known
	 * @param ports other ports by name
	 * @param secure whether the instance's own port speaks TLS
	 * @param verifiable whether the process answers the question for its identity
	 * @param permitKeepalive shortest time between two HTTP/2 keepalive probes that the
	 * instance permits, {@code null} if it is not known
	 * @throws IllegalArgumentException if the weight is out of range
	 */
	public InstanceMetadata(@Nullable String uuid, String application, String version, int weight, String zone,
			Map<String, String> tags, InstanceStatus status, @Nullable Instant startTime, Map<String, Integer> ports,
			boolean secure, boolean verifiable, @Nullable Duration permitKeepalive) {
		this(uuid, application, version, weight, zone, tags, status, startTime, ports, secure, verifiable,
				permitKeepalive, null);
	}

	/**
	 * The same with another status.
	 * @param newStatus the status
	 * @return the changed metadata
	 */
	public InstanceMetadata withStatus(InstanceStatus newStatus) {
		return new InstanceMetadata(this.uuid, this.application, this.version, this.weight, this.zone, this.tags,
				newStatus, this.startTime, this.ports, this.secure, this.verifiable, this.permitKeepalive,
				this.reportKey);
	}

	/**
	 * The same with another weight.
	 * @param newWeight the weight, from 0 to {@value #MAX_WEIGHT}
	 * @return the changed metadata
	 */
	public InstanceMetadata withWeight(int newWeight) {
		return new InstanceMetadata(this.uuid, this.application, this.version, newWeight, this.zone, this.tags,
				this.status, this.startTime, this.ports, this.secure, this.verifiable, this.permitKeepalive,
				this.reportKey);
	}

	/**
	 * The same with another report key.
	 * @param newReportKey the key, {@code null} for none
	 * @return the changed metadata
	 * @throws IllegalArgumentException if it is no key
	 */
	public InstanceMetadata withReportKey(@Nullable String newReportKey) {
		return new InstanceMetadata(this.uuid, this.application, this.version, this.weight, this.zone, this.tags,
				this.status, this.startTime, this.ports, this.secure, this.verifiable, this.permitKeepalive,
				newReportKey);
	}

	/**
	 * The same with another start and other ports.
	 * @param newStartTime when this incarnation of the instance began
	 * @param newPorts other ports of the application by name
	 * @return the changed metadata
	 */
	public InstanceMetadata withStart(Instant newStartTime, Map<String, Integer> newPorts) {
		return new InstanceMetadata(this.uuid, this.application, this.version, this.weight, this.zone, this.tags,
				this.status, newStartTime, newPorts, this.secure, this.verifiable, this.permitKeepalive,
				this.reportKey);
	}

}
