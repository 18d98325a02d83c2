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

import java.util.Set;
import java.util.TreeSet;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/**
 * Publisher of the serving status for clients that do not follow the registry: by gRPC's
 * health service and by Spring Boot's readiness state.
 *
 * @since 0.1
 */
public final class ServingStatusPublisher {

	private static final Logger logger = LoggerFactory.getLogger(ServingStatusPublisher.class);

	private final ApplicationContext context;

	private final @Nullable HealthStatusManager health;

	private Set<String> services = Set.of();

	private volatile boolean refused;

	/**
	 * Creates the signals.
	 * @param context where the readiness state is published
	 * @param health the health service, {@code null} if there is none
	 */
	public ServingStatusPublisher(ApplicationContext context, @Nullable HealthStatusManager health) {
		this.context = context;
		this.health = health;
	}

	/**
	 * Whether the application refuses calls because its server stops or has stopped.
	 * @return whether it does
	 */
	public boolean isRefusing() {
		return this.refused;
	}

	/** Says of the application and each service that it serves. */
	synchronized void accept(Set<String> serviceNames) {
		this.services = new TreeSet<>(serviceNames);
		if (this.refused) {
			// Only then: at the first start Spring Boot says so itself.
			setAll(ServingStatus.SERVING);
			publish(ReadinessState.ACCEPTING_TRAFFIC);
			this.refused = false;
		}
		else if (this.health != null) {
			for (String service : this.services) {
				this.health.setStatus(service, ServingStatus.SERVING);
			}
		}
	}

	/**
	 * Says of the application and each service that it serves no more. Not finally: a
	 * context may start again.
	 */
	synchronized void refuse() {
		this.refused = true;
		setAll(ServingStatus.NOT_SERVING);
		publish(ReadinessState.REFUSING_TRAFFIC);
	}

	private void publish(ReadinessState state) {
		try {
			AvailabilityChangeEvent.publish(this.context, state);
		}
		catch (RuntimeException ex) {
			// A fault of other code, which must not keep the instance in the registry.
			logger.warn("A listener failed on " + state, ex);
		}
	}

	private void setAll(ServingStatus status) {
		if (this.health != null) {
			this.health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
			for (String service : this.services) {
				this.health.setStatus(service, status);
			}
		}
	}

}
