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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.mprpc.internal.configuration.PropertyMatch.Stuck;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Properties below {@code rpc.client.references}, whose key is the name of a service and
 * has dots itself.
 */
final class ReferenceKeys {

	private static final ConfigurationPropertyName REFERENCES = ConfigurationPropertyName.of("rpc.client.references");

	private static final String METHODS = "methods";

	/** Elements of {@code client.references}. */
	private static final int PREFIX = 2;

	private final PropertyTree reference;

	private final Map<String, Set<String>> services;

	private final Set<String> reported = new HashSet<>();

	/**
	 * Creates the keys.
	 * @param reference properties of a reference
	 * @param services simple names of methods by the full name of each service that is
	 * referenced
	 */
	ReferenceKeys(PropertyTree reference, Map<String, Set<String>> services) {
		this.reference = reference;
		this.services = new TreeMap<>(services);
	}

	static boolean isReference(GivenProperty property) {
		return property.elements().size() > PREFIX && property.elements().get(0).equals("client")
				&& property.elements().get(1).equals("references");
	}

	/**
	 * Checks the service and its properties.
	 * @param property a property below {@code rpc.client.references}
	 * @return the finding, {@code null} if all is well or was said before
	 */
	@Nullable UnknownProperty check(GivenProperty property) {
		PropertyMatch match = new PropertyMatch(property, this.reference);
		String known = null;
		for (String service : this.services.keySet()) {
			int end = endOf(service, property);
			if (end > 0) {
				if (match.leadsInto(this.reference, end, REFERENCES + "." + service)) {
					return checkMethod(property, service, end);
				}
				known = service;
			}
		}
		return (known != null) ? describe(property, match.stuck(), known) : unknownService(property);
	}

	private @Nullable UnknownProperty checkMethod(GivenProperty property, String service, int end) {
		if (property.elements().size() <= end + 1 || !property.elements().get(end).equals(METHODS)) {
			return null;
		}
		String method = property.text(end + 1, end + 2);
		Set<String> methods = this.services.getOrDefault(service, Set.of());
		if (named(method, methods) != null || !this.reported.add(service + '/' + method)) {
			return null;
		}
		String near = NearestName.among(method, methods);
		return new UnknownProperty(property.written(), property.origin(), service + " has no method " + method,
				(near != null) ? REFERENCES + "." + service + '.' + METHODS + '.' + near : null);
	}

	private UnknownProperty describe(GivenProperty property, Stuck stuck, String service) {
		UnknownProperty described = UnknownPropertyFinder.describe(property, stuck);
		return (described.problem() != null || described.meant() != null) ? described : new UnknownProperty(
				property.written(), property.origin(), null, meantElsewhere(property, stuck, service));
	}

	/**
	 * Property that was meant by one that is known in another place of the reference, or
	 * of whose parts only the first is wrong.
	 */
	private @Nullable String meantElsewhere(GivenProperty property, Stuck stuck, String service) {
		int end = property.elements().size();
		String first = property.text(stuck.from(), stuck.from() + 1);
		String near = NearestName.among(first, stuck.tree().childNames());
		if (near != null) {
			return stuck.path() + '.' + near;
		}
		String path = REFERENCES + "." + service;
		String method = named(first, this.services.getOrDefault(service, Set.of()));
		if (method != null) {
			return path + '.' + METHODS + '.' + method;
		}
		String name = named(property.text(stuck.from(), end), this.reference.names());
		return (name != null) ? path + '.' + name : null;
	}

	private static @Nullable String named(String given, Collection<String> names) {
		String uniform = GivenProperty.uniform(given);
		return names.stream().filter((name) -> GivenProperty.uniform(name).equals(uniform)).findFirst().orElse(null);
	}

	private @Nullable UnknownProperty unknownService(GivenProperty property) {
		String service = property.text(PREFIX, serviceEnd(property));
		if (!this.reported.add(GivenProperty.uniform(service))) {
			return null;
		}
		String near = nearestService(service);
		return new UnknownProperty(property.written(), property.origin(),
				"no @RpcReference of this application names the service " + service,
				(near != null) ? REFERENCES + "." + near : null);
	}

	private int serviceEnd(GivenProperty property) {
		int end = property.elements().size();
		for (int from = PREFIX + 1; from < end; from++) {
			if (new PropertyMatch(property, this.reference).leadsInto(this.reference, from, "")) {
				return from;
			}
		}
		return Math.max(PREFIX + 1, end - 1);
	}

	private @Nullable String nearestService(String given) {
		String simple = GivenProperty.uniform(given);
		for (String service : this.services.keySet()) {
			if (GivenProperty.uniform(service.substring(service.lastIndexOf('.') + 1)).equals(simple)
					|| GivenProperty.uniform(service).equals(simple)) {
				return service;
			}
		}
		return NearestName.among(given, this.services.keySet());
	}

	/**
	 * Number of elements that lead to a service's properties.
	 */
	private static int endOf(String service, GivenProperty property) {
		if (property.variable()) {
			String wanted = GivenProperty.uniform(service);
			for (int end = PREFIX + 1; end <= property.elements().size(); end++) {
				if (property.joined(PREFIX, end).equals(wanted)) {
					return end;
				}
			}
			return 0;
		}
		ConfigurationPropertyName dotted = REFERENCES.append(ConfigurationPropertyName.adapt(service, '.'));
		if (dotted.equals(property.name()) || dotted.isAncestorOf(property.name())) {
			return dotted.getNumberOfElements() - 1;
		}
		ConfigurationPropertyName bracketed = ConfigurationPropertyName.of(REFERENCES + "[" + service + "]");
		return (bracketed.isAncestorOf(property.name())) ? PREFIX + 1 : 0;
	}

}
