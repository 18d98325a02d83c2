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

package io.mprpc.internal.actuate;

import java.util.function.Supplier;

import io.mprpc.internal.provider.ProviderLifecycle;
import io.mprpc.internal.provider.ServingStatusPublisher;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of this application as a provider. {@code OUT_OF_SERVICE} when an operator took
 * it out of service or when it stops; {@code DOWN} when the registry refuses it. That the
 * registry is out of reach is no fault of the provider's, which can still be called.
 *
 * @since 0.1
 */
public final class ProviderHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<ProviderLifecycle> provider;

	private final ServingStatusPublisher signals;

	/**
	 * Creates an indicator.
	 * @param provider finds whose health it is; not before it is asked for, because a
	 * service that the provider depends on may itself look at the health
	 * @param signals says whether calls are refused
	 */
	public ProviderHealthIndicator(Supplier<ProviderLifecycle> provider, ServingStatusPublisher signals) {
		super("The provider's health check failed");
		this.provider = provider;
		this.signals = signals;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Publication publication = this.provider.get().publication();
		if (publication == null) {
			builder.up().withDetail("registration", "NONE");
		}
		else {
			describe(publication, builder);
		}
		if (this.signals.isRefusing()) {
			builder.outOfService().withDetail("reason", "The application stops taking calls");
		}
	}

	private static void describe(Publication publication, Health.Builder builder) {
		InstanceStatus status = publication.instance().metadata().status();
		Publication.State state = publication.state();
		builder.withDetail("endpoint", publication.instance().endpoint().toString())
			.withDetail("services", publication.instance().services().size())
			.withDetail("registration", state.name())
			.withDetail("status", status.name());
		if (!publication.reason().isEmpty()) {
			builder.withDetail("reason", publication.reason());
		}
		if (state == Publication.State.CONFLICT || state == Publication.State.DENIED) {
			builder.down();
		}
		else if (status == InstanceStatus.UP) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
	}

}
