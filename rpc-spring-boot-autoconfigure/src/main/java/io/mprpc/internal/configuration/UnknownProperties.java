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

package io.mprpc.internal.configuration;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.util.function.SingletonSupplier;

/**
 * Report, once all beans are there, of the properties below {@code rpc.} that nothing
 * reads. A context whose properties were all bound is done without a look at the
 * metadata.
 *
 * @since 0.1
 */
public final class UnknownProperties implements SmartInitializingSingleton {

	/** Resource that the known properties are read from. */
	public static final String METADATA = KnownProperties.METADATA;

	private static final Logger logger = LoggerFactory.getLogger(UnknownProperties.class);

	/** More are only counted. */
	private static final int SHOWN = 30;

	private final ConfigurableApplicationContext context;

	private final OnUnknownProperty reaction;

	private final List<ConfigurationPropertyName> ignored;

	private final Class<?> referenceType;

	private final Supplier<@Nullable Map<String, Set<String>>> services;

	/**
	 * Creates the report.
	 * @param context the context
	 * @param reaction reaction to unknown properties
	 * @param ignoredPrefixes names of properties that belong to others, with all below
	 * them
	 * @param referenceType type that the properties of a reference are bound to
	 * @param services simple names of methods by the full name of each service that is
	 * referenced, {@code null} if that is not known
	 */
	public UnknownProperties(ConfigurableApplicationContext context, OnUnknownProperty reaction,
			Collection<String> ignoredPrefixes, Class<?> referenceType,
			Supplier<@Nullable Map<String, Set<String>>> services) {
		this.context = context;
		this.reaction = reaction;
		this.ignored = ignoredPrefixes.stream().map((prefix) -> ConfigurationPropertyName.adapt(prefix, '.')).toList();
		this.referenceType = referenceType;
		this.services = services;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.reaction == OnUnknownProperty.IGNORE) {
			return;
		}
		List<UnknownProperty> unknown = find();
		if (!unknown.isEmpty()) {
			if (this.reaction == OnUnknownProperty.FAIL) {
				throw new UnknownPropertiesException(list(unknown));
			}
			logger.warn("Unknown properties below 'rpc.', which seem to have no effect:" + list(unknown)
					+ "\nCorrect or remove them: docs/properties.md and docs/registry-server-properties.md list all names. "
					+ "If the application reads them itself, name them in rpc.configuration.ignored-prefixes.");
		}
	}

	private List<UnknownProperty> find() {
		BoundConfigurationProperties bound = BoundConfigurationProperties.get(this.context);
		List<GivenProperty> candidates = GivenProperties.of(this.context.getEnvironment())
			.stream()
			.filter((property) -> ReferenceKeys.isReference(property) || bound == null
					|| bound.get(property.name()) == null)
			.filter((property) -> !isIgnored(property))
			.toList();
		if (candidates.isEmpty()) {
			return List.of();
		}
		Supplier<ApplicationReads> reads = SingletonSupplier.of(() -> ApplicationReads.of(this.context, bound));
		return new UnknownPropertyFinder(this::known, references(candidates),
				(property) -> reads.get().contains(property))
			.find(candidates);
	}

	private @Nullable PropertyTree known() {
		ClassLoader classLoader = this.context.getClassLoader();
		return (classLoader != null) ? KnownProperties.load(classLoader) : null;
	}

	private @Nullable ReferenceKeys references(List<GivenProperty> candidates) {
		Map<String, Set<String>> known = (candidates.stream().anyMatch(ReferenceKeys::isReference))
				? this.services.get() : null;
		return (known != null) ? new ReferenceKeys(PropertyTree.of(ResolvableType.forClass(this.referenceType)), known)
				: null;
	}

	private boolean isIgnored(GivenProperty property) {
		return this.ignored.stream()
			.anyMatch((prefix) -> (property.variable())
					? ("rpc" + property.joined(0, property.elements().size()))
						.startsWith(GivenProperty.uniform(prefix.toString()))
					: prefix.equals(property.name()) || prefix.isAncestorOf(property.name()));
	}

	private static String list(List<UnknownProperty> unknown) {
		String list = unknown.stream()
			.limit(SHOWN)
			.map((property) -> "\n  - " + property)
			.collect(Collectors.joining());
		return (unknown.size() > SHOWN) ? list + "\n  - and " + (unknown.size() - SHOWN) + " more" : list;
	}

}
