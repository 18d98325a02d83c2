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

package io.mprpc.registryserver.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registryserver.catalog.ServiceFilter.Condition;
import io.mprpc.registryserver.catalog.model.ServicePage;
import io.mprpc.registryserver.catalog.model.ServiceSummary;

/**
 * Filters, sorts and pages services.
 */
final class ServiceList {

	private ServiceList() {
	}

	static ServicePage page(Collection<GovernedService> all, ServiceFilter filter,
			ToIntFunction<ServiceName> consumers) {
		Stream<GovernedService> matching = all.stream().filter((service) -> matches(service, filter));
		List<GovernedService> chosen = ((filter.condition() == Condition.ATTENTION)
				? matching.sorted(Comparator.comparingInt((service) -> urgency(service, consumers))) : matching)
			.toList();
		int pages = (chosen.size() + filter.size() - 1) / filter.size();
		List<ServiceSummary> services = chosen.stream()
			.skip((long) filter.page() * filter.size())
			.limit(filter.size())
			.map((service) -> summary(service, consumers))
			.toList();
		return new ServicePage(services, filter.page(), filter.size(), chosen.size(), pages);
	}

	static ServiceSummary summary(GovernedService service, ToIntFunction<ServiceName> consumers) {
		ServiceView published = service.published();
		return new ServiceSummary(published.service(), published.state(), published.asOf(), service.methods().size(),
				published.instances().size(), service.health().inService(), service.outOfService(),
				service.health().draining(), service.health(), service.each(InstanceMetadata::version),
				service.each(InstanceMetadata::zone), service.each(InstanceMetadata::application),
				consumers.applyAsInt(published.service()), !service.rules().rules().isEmpty());
	}

	private static boolean matches(GovernedService service, ServiceFilter filter) {
		return matches(service, filter.condition()) && (filter.text().isEmpty() || mentions(service, filter.text()));
	}

	private static boolean matches(GovernedService service, Condition condition) {
		return switch (condition) {
			case ANY -> true;
			case ATTENTION -> service.health().level().needsAttention();
			case UNAVAILABLE -> service.health().level().isUnavailable();
			case IMPAIRED -> service.health().limited() > 0 || !service.health().rulesReadable();
			case GOVERNED -> !service.rules().rules().isEmpty();
		};
	}

	/** Services that cannot be called come first, those that only have a name last. */
	private static int urgency(GovernedService service, ToIntFunction<ServiceName> consumers) {
		return switch (service.health().level()) {
			case DOWN -> 0;
			case NO_INSTANCE -> service.isRetired(consumers.applyAsInt(service.published().service())) ? 4 : 1;
			case METHODS_DOWN -> 2;
			default -> 3;
		};
	}

	private static boolean mentions(GovernedService service, String text) {
		return contains(service.published().service().value(), text)
				|| service.methods().stream().anyMatch((method) -> contains(method, text))
				|| service.published()
					.instances()
					.stream()
					.anyMatch((instance) -> contains(instance.metadata().application(), text));
	}

	private static boolean contains(String where, String lowerCase) {
		return where.toLowerCase(Locale.ROOT).contains(lowerCase);
	}

}
