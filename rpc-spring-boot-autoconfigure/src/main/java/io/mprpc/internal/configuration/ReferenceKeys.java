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

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Properties below {@code rpc.client.references}, whose key is the name of a service and
 * has dots itself.
 */
final class ReferenceKeys {

	private static final ConfigurationPropertyName REFERENCES = ConfigurationPropertyName.of("rpc.client.references");

	/** Elements of {@code client.references}. */
	private static final int PREFIX = 2;

	private final PropertyTree reference;

	private final Set<String> services;

	private final Set<String> reported = new HashSet<>();

	/**
	 * Creates the keys.
	 * @param reference properties of a reference
	 * @param services full names of the services that are referenced
	 */
	ReferenceKeys(PropertyTree reference, Set<String> services) {
		this.reference = reference;
		this.services = new TreeSet<>(services);
	}

	static boolean isReference(GivenProperty property) {
		return property.elements().size() > PREFIX && property.elements().get(0).equals("client")
				&& property.elements().get(1).equals("references");
	}

	/**
	 * Checks the service and what is said of it.
	 * @param property a property below {@code rpc.client.references}
	 * @return what there is to say, {@code null} if all is well or was said before
	 */
	@Nullable UnknownProperty check(GivenProperty property) {
		PropertyMatch match = new PropertyMatch(property, this.reference);
		boolean known = false;
		for (String service : this.services) {
			int end = endOf(service, property);
			if (end > 0) {
				if (match.leadsInto(this.reference, end, REFERENCES + "." + service)) {
					return null;
				}
				known = true;
			}
		}
		return (known) ? UnknownPropertyFinder.describe(property, match.stuck()) : unknownService(property);
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
		for (String service : this.services) {
			if (GivenProperty.uniform(service.substring(service.lastIndexOf('.') + 1)).equals(simple)
					|| GivenProperty.uniform(service).equals(simple)) {
				return service;
			}
		}
		return NearestName.among(given, this.services);
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
		if (dotted.isAncestorOf(property.name())) {
			return dotted.getNumberOfElements() - 1;
		}
		ConfigurationPropertyName bracketed = ConfigurationPropertyName.of(REFERENCES + "[" + service + "]");
		return (bracketed.isAncestorOf(property.name())) ? PREFIX + 1 : 0;
	}

}
