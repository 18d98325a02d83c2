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

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RegistryStatistics;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of the registry as this process needs it: {@code UP} while it is connected,
 * {@code STALE} while it is not but calls go on by the last views, {@code DOWN} if a
 * service is not known at all or none of its rules can be read, if the registry has never
 * been reached, and if it refuses this process. Spring Boot leaves {@code STALE} out when
 * it aggregates and maps it to HTTP status 200, as is right for an application that still
 * works.
 *
 * @since 0.1
 */
public final class RegistryHealthIndicator extends AbstractHealthIndicator {

	/** The registry is away; calls go on by the last view. */
	public static final Status STALE = new Status("STALE", "The registry is away; calls go on by the last view");

	private final RegistryConnection connection;

	private final RegistryStatistics statistics;

	private final InstantSource clock;

	private final @Nullable RulesDirectory rules;

	/**
	 * Creates an indicator.
	 * @param connection the connection to the registry
	 * @param statistics statistics with the views that calls go by
	 * @param clock time of day
	 */
	public RegistryHealthIndicator(RegistryConnection connection, RegistryStatistics statistics, InstantSource clock) {
		this(connection, statistics, clock, null);
	}

	/**
	 * Creates an indicator.
	 * @param connection the connection to the registry
	 * @param statistics statistics with the views that calls go by
	 * @param clock time of day
	 * @param rules rules that operators have set, {@code null} if none are followed
	 */
	public RegistryHealthIndicator(RegistryConnection connection, RegistryStatistics statistics, InstantSource clock,
			@Nullable RulesDirectory rules) {
		super("The registry's health check failed");
		this.rules = rules;
		this.connection = connection;
		this.statistics = statistics;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		RegistryConnection.State state = this.connection.state();
		List<ServiceView> views = this.statistics.views();
		List<String> unknown = views.stream()
			.filter((view) -> !view.isKnown())
			.map((view) -> view.service().value())
			.sorted()
			.toList();
		builder.withDetail("address", this.connection.address())
			.withDetail("namespace", this.connection.namespace())
			.withDetail("connection", state.name())
			.withDetail("session", this.connection.sessionId())
			.withDetail("services", views.size());
		if (!unknown.isEmpty()) {
			builder.withDetail("unknownServices", unknown);
		}
		String problem = this.connection.problem();
		if (problem != null) {
			builder.withDetail("problem", problem);
		}
		boolean ruled = checkRules(builder);
		if (state == RegistryConnection.State.CONNECTED) {
			builder.status(ruled ? Status.UP : Status.DOWN);
			return;
		}
		oldest(views).ifPresent((asOf) -> builder.withDetail("staleFor",
				Duration.between(asOf, this.clock.instant()).toSeconds() + "s"));
		boolean useless = !ruled || isUseless(state, views.isEmpty()) || !unknown.isEmpty();
		builder.status(useless ? Status.DOWN : STALE);
	}

	private static boolean isUseless(RegistryConnection.State state, boolean nothingFollowed) {
		return switch (state) {
			case DENIED, UNSUPPORTED, CLOSED -> true;
			// Before the first connection nothing is known unless a snapshot says
			// something.
			case CONNECTING -> nothingFollowed;
			case CONNECTED, SUSPENDED, LOST -> false;
		};
	}

	/** Whether calls can go by the rules, of which the last readable ones are enough. */
	private boolean checkRules(Health.Builder builder) {
		RulesDirectory present = this.rules;
		Set<ServiceName> unreadable = (present != null) ? present.unreadable() : Set.of();
		if (present == null || unreadable.isEmpty()) {
			return true;
		}
		builder.withDetail("unreadableRules", unreadable.stream().map(ServiceName::value).toList());
		return unreadable.stream().noneMatch((service) -> present.rules(service).rules().unreadable());
	}

	private static Optional<Instant> oldest(List<ServiceView> views) {
		return views.stream()
			.map(ServiceView::asOf)
			.filter(Objects::nonNull)
			.map(Instant.class::cast)
			.min(Instant::compareTo);
	}

}
