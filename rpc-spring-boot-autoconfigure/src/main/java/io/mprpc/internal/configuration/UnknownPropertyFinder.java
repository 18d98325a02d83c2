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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.mprpc.internal.configuration.PropertyMatch.Stuck;
import io.mprpc.internal.configuration.PropertyTree.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * Finder of unknown properties, with their faults and the names that were probably meant.
 */
final class UnknownPropertyFinder {

	private static final String CLIENT = "client.";

	private static final String ADMIN_SERVICE = "server.admin.";

	private final Supplier<@Nullable PropertyTree> known;

	private final @Nullable ReferenceKeys references;

	private final Predicate<GivenProperty> applications;

	/**
	 * Creates the finder.
	 * @param known reads the known properties, {@code null} if that cannot be done
	 * @param references check of the properties of references, {@code null} if they are
	 * not looked for
	 * @param applications whether a property that is not known is one of the
	 * application's own
	 */
	UnknownPropertyFinder(Supplier<@Nullable PropertyTree> known, @Nullable ReferenceKeys references,
			Predicate<GivenProperty> applications) {
		this.known = SingletonSupplier.ofNullable(known);
		this.references = references;
		this.applications = applications;
	}

	/**
	 * Those of some properties that are not known.
	 * @param properties the properties
	 * @return the findings, one for each property and each service
	 */
	List<UnknownProperty> find(List<GivenProperty> properties) {
		List<UnknownProperty> unknown = new ArrayList<>();
		for (GivenProperty property : properties) {
			UnknownProperty found = (ReferenceKeys.isReference(property)) ? checkReference(property) : check(property);
			if (found != null) {
				unknown.add(found);
			}
		}
		return List.copyOf(unknown);
	}

	private @Nullable UnknownProperty checkReference(GivenProperty property) {
		UnknownProperty found = (this.references != null) ? this.references.check(property) : null;
		PropertyTree tree = this.known.get();
		if (found == null || found.problem() != null || found.meant() != null || tree == null) {
			return found;
		}
		String ofAll = ofAllReferences(property, tree);
		if (ofAll == null) {
			ofAll = NearestName.withLastElementOf(property.text(0, property.elements().size()), tree.names());
		}
		return (ofAll != null) ? new UnknownProperty(property.written(), property.origin(), null, "rpc." + ofAll)
				: found;
	}

	/** Property of all references that was meant by one of a single service. */
	private static @Nullable String ofAllReferences(GivenProperty property, PropertyTree tree) {
		String written = GivenProperty.uniform(property.written());
		return tree.names()
			.stream()
			.filter((name) -> name.startsWith(CLIENT) && !name.startsWith(CLIENT + "references"))
			.filter((name) -> written.endsWith(GivenProperty.uniform(name.substring(CLIENT.length()))))
			.max(Comparator.comparingInt(String::length))
			.orElse(null);
	}

	private @Nullable UnknownProperty check(GivenProperty property) {
		PropertyTree tree = this.known.get();
		if (tree == null) {
			return null;
		}
		PropertyMatch match = new PropertyMatch(property, tree);
		if (match.leadsInto(tree, 0, "rpc") || isOfAnotherProgram(property, tree) || this.applications.test(property)) {
			return null;
		}
		// Replaced by reports, whose names have nothing in common with these.
		if (property.text(0, property.elements().size()).startsWith(ADMIN_SERVICE)) {
			return new UnknownProperty(property.written(), property.origin(), null, "rpc.reports.enabled");
		}
		String springBoots = NearestName.amongSpringBoots("rpc." + property.text(0, property.elements().size()));
		if (springBoots != null) {
			return new UnknownProperty(property.written(), property.origin(), null, springBoots);
		}
		UnknownProperty found = describe(property, match.stuck());
		if (found.meant() == null && found.problem() == null) {
			String name = property.text(0, property.elements().size());
			String elsewhere = (match.stuck().from() > 0) ? NearestName.withLastElementOf(name, tree.names()) : null;
			if (elsewhere == null) {
				elsewhere = NearestName.amongProperties(name, tree.names());
			}
			return new UnknownProperty(property.written(), property.origin(), null,
					(elsewhere != null) ? "rpc." + elsewhere : null);
		}
		return found;
	}

	/**
	 * Whether a variable is likely to be meant for another program, as {@code RPC_URL}
	 * is: it begins as no property does and is not close to one either.
	 */
	private static boolean isOfAnotherProgram(GivenProperty property, PropertyTree tree) {
		int end = property.elements().size();
		return property.variable() && (end == 1 || tree.child(property.elements().get(0)) == null)
				&& NearestName.among(property.text(0, end), tree.names()) == null;
	}

	/**
	 * Description of a property by the place where its name ceased to be known.
	 * @param property the property
	 * @param stuck the place
	 * @return the finding
	 */
	static UnknownProperty describe(GivenProperty property, Stuck stuck) {
		int end = property.elements().size();
		String problem = null;
		String meant = null;
		if (stuck.tree().kind() == Kind.VALUE) {
			boolean index = property.elements().get(stuck.from()).matches("\\d+");
			problem = stuck.path() + ((index) ? " takes one text, not a list: separate its parts by commas"
					: " takes one value and has nothing below it");
		}
		else if (stuck.from() == end) {
			problem = "it takes no value itself, only the properties below it do";
		}
		else if (stuck.tree().kind() == Kind.LIST) {
			problem = stuck.path() + " is a list, whose entries have an index";
		}
		else {
			String near = NearestName.amongProperties(property.text(stuck.from(), end), stuck.tree().names());
			meant = (near != null) ? stuck.path() + '.' + near : null;
		}
		return new UnknownProperty(property.written(), property.origin(), problem, meant);
	}

}
