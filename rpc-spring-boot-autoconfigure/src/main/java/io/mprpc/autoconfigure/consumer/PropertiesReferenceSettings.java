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

package io.mprpc.autoconfigure.consumer;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.mprpc.autoconfigure.consumer.RpcClientProperties.Method;
import io.mprpc.autoconfigure.consumer.RpcClientProperties.Reference;
import io.mprpc.internal.configuration.PropertyRules;
import io.mprpc.internal.grpc.client.settings.CallDeadline;
import io.mprpc.internal.grpc.client.settings.CallSettings;
import io.mprpc.internal.grpc.client.settings.ReferenceSettings;
import io.mprpc.internal.grpc.client.settings.ReferenceSettingsSource;
import io.mprpc.internal.grpc.client.settings.RetryBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.unit.DataSize;

/**
 * Settings of a reference as the configuration gives them: a method's own, else its
 * service's, else those of all.
 */
final class PropertiesReferenceSettings implements ReferenceSettingsSource {

	private static final Logger logger = LoggerFactory.getLogger(PropertiesReferenceSettings.class);

	private static final String CLIENT = "rpc.client";

	private final RpcClientProperties properties;

	private final @Nullable CallDeadline defaultDeadline;

	private final ReferenceProperties references;

	private final BalancerSettingsFactory balancer;

	/**
	 * Methods that are configured but unknown: a stub may be created any number of times.
	 */
	private final Set<String> reported = ConcurrentHashMap.newKeySet();

	/**
	 * Creates the source and checks the settings of all references.
	 * @param properties the properties
	 * @param defaultDeadline deadline of unary calls where nothing else is said,
	 * {@code null} for none
	 * @param references finds the properties of one service
	 * @param balancer the balancing properties
	 */
	PropertiesReferenceSettings(RpcClientProperties properties, @Nullable CallDeadline defaultDeadline,
			ReferenceProperties references, BalancerSettingsFactory balancer) {
		this.properties = properties;
		this.defaultDeadline = defaultDeadline;
		this.references = references;
		this.balancer = balancer;
		new CallSettingsFactory(properties, defaultDeadline, CLIENT, Reference.NONE);
		balancer.defaults();
		retryBudget();
		maxInboundMessageSize(CLIENT, null);
	}

	@Override
	public ReferenceSettings settings(ServiceDescriptor service) {
		String prefix = CLIENT + ".references." + service.getName();
		Reference reference = this.references.find(service.getName());
		CallSettingsFactory calls = new CallSettingsFactory(this.properties, this.defaultDeadline, prefix, reference);
		Map<String, Method> methods = methods(prefix, reference, service);
		Map<String, CallSettings> byMethod = new HashMap<>();
		for (MethodDescriptor<?, ?> descriptor : service.getMethods()) {
			String name = name(descriptor);
			byMethod.put(name, calls.method(descriptor, methods.getOrDefault(name, Method.NONE)));
		}
		return new ReferenceSettings(trimmed(reference.url()),
				trimmed((reference.version() != null) ? reference.version() : this.properties.defaultVersion()),
				new TreeMap<>((reference.tags() != null) ? reference.tags() : Map.of()), sslBundle(reference),
				calls.general(), byMethod, this.balancer.settings(prefix, reference, methods), retryBudget(),
				maxInboundMessageSize(prefix, reference.maxInboundMessageSize()));
	}

	private @Nullable Integer maxInboundMessageSize(String prefix, @Nullable DataSize own) {
		DataSize size = (own != null) ? own : this.properties.maxInboundMessageSize();
		if (size == null) {
			return null;
		}
		PropertyRules.check(size.toBytes() > 0 && size.toBytes() <= Integer.MAX_VALUE,
				((own != null) ? prefix : CLIENT) + ".max-inbound-message-size", size,
				"It must be between 1B and 2147483647B.");
		return (int) size.toBytes();
	}

	private static String name(MethodDescriptor<?, ?> descriptor) {
		return String.valueOf(descriptor.getBareMethodName());
	}

	private static String trimmed(@Nullable String text) {
		return (text != null) ? text.trim() : "";
	}

	private @Nullable String sslBundle(Reference reference) {
		if (reference.ssl() != null && reference.ssl().bundle() != null) {
			return reference.ssl().bundle();
		}
		// Settings of registered services do not apply to a direct address.
		return (trimmed(reference.url()).isEmpty()) ? this.properties.ssl().bundle() : null;
	}

	private Map<String, Method> methods(String prefix, Reference reference, ServiceDescriptor service) {
		Map<String, String> names = new LinkedHashMap<>();
		service.getMethods().forEach((descriptor) -> names.put(relaxed(name(descriptor)), name(descriptor)));
		Map<String, Method> methods = new HashMap<>();
		Set<Map.Entry<String, Method>> configured = (reference.methods() != null) ? reference.methods().entrySet()
				: Set.of();
		for (Map.Entry<String, Method> entry : configured) {
			String name = names.get(relaxed(entry.getKey()));
			if (name != null) {
				methods.put(name, entry.getValue());
			}
			else if (this.reported.add(prefix + ".methods." + entry.getKey())) {
				logger.warn(prefix + ".methods." + entry.getKey() + " has no effect: " + service.getName()
						+ " has no such method, only " + String.join(", ", names.values()));
			}
		}
		return methods;
	}

	private static String relaxed(String name) {
		// As Spring Boot compares names of properties: an environment variable has no
		// case.
		return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

	private RetryBudget retryBudget() {
		RpcClientProperties.Budget budget = this.properties.retry().budget();
		PropertyRules.check(budget.tokenRatio() > 0, CLIENT + ".retry.budget.token-ratio", budget.tokenRatio(),
				"It must be greater than zero.");
		return new RetryBudget(PropertyRules.range(CLIENT + ".retry.budget.max-tokens", budget.maxTokens(), 1, 1000),
				budget.tokenRatio());
	}

}
