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

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Search for the name that was probably meant by one that is not known.
 */
final class NearestName {

	/** Longest part of a name that is compared. */
	private static final int COMPARED = 120;

	/** Words of other frameworks for a property, by their uniform form. */
	private static final Map<String, List<String>> ALIASES = Map.ofEntries(
			Map.entry("address", List.of("connect-string", "url", "advertised-host")),
			Map.entry("addresses", List.of("connect-string")), Map.entry("url", List.of("connect-string")),
			Map.entry("uri", List.of("connect-string", "url")), Map.entry("servers", List.of("connect-string")),
			Map.entry("server", List.of("connect-string")), Map.entry("hosts", List.of("connect-string")),
			Map.entry("host", List.of("connect-string", "advertised-host")),
			Map.entry("quorum", List.of("connect-string")), Map.entry("connection", List.of("connect-string")),
			Map.entry("timeout", List.of("deadline", "operation-timeout")),
			Map.entry("timeoutms", List.of("deadline", "operation-timeout")),
			Map.entry("requesttimeout", List.of("deadline")), Map.entry("calltimeout", List.of("deadline")),
			Map.entry("retries", List.of("retry.max-attempts")), Map.entry("attempts", List.of("max-attempts")),
			Map.entry("loadbalance", List.of("load-balancer")), Map.entry("lb", List.of("load-balancer")),
			Map.entry("loadbalancing", List.of("load-balancer")),
			Map.entry("loadbalancerpolicy", List.of("load-balancer")), Map.entry("group", List.of("namespace")),
			Map.entry("environment", List.of("namespace")), Map.entry("env", List.of("namespace")),
			Map.entry("root", List.of("namespace")), Map.entry("basepath", List.of("namespace")),
			Map.entry("ip", List.of("advertised-host")), Map.entry("hostname", List.of("advertised-host")),
			Map.entry("username", List.of("auth.username")), Map.entry("user", List.of("auth.username")),
			Map.entry("password", List.of("auth.password")), Map.entry("warmup", List.of("warm-up")),
			Map.entry("metadata", List.of("tags")), Map.entry("labels", List.of("tags")),
			Map.entry("datadir", List.of("data-directory")));

	/** Properties of Spring Boot that are sought below {@code rpc.}. */
	private static final Map<String, String> SPRING_BOOTS = Map.of("rpc.server.port", "spring.grpc.server.port",
			"rpc.server.address", "spring.grpc.server.address", "rpc.server.host", "spring.grpc.server.address",
			"rpc.port", "spring.grpc.server.port", "rpc.application.name", "spring.application.name",
			"rpc.server.enabled", "spring.grpc.server.enabled");

	private static final Pattern WORD_ENDS = Pattern.compile("[.-]");

	private NearestName() {
	}

	static @Nullable String amongSpringBoots(String name) {
		return SPRING_BOOTS.get(name);
	}

	static Set<String> springBoots() {
		return Set.copyOf(SPRING_BOOTS.values());
	}

	static List<String> aliased() {
		return ALIASES.values().stream().flatMap(List::stream).distinct().toList();
	}

	/**
	 * Property that was probably meant.
	 * @param given elements of a name that is not known, separated by dots
	 * @param known names that there are in its place
	 * @return one of these, {@code null} if none is near
	 */
	static @Nullable String amongProperties(String given, Collection<String> known) {
		String last = GivenProperty.uniform(given.substring(given.lastIndexOf('.') + 1));
		String parent = given.substring(0, Math.max(0, given.lastIndexOf('.')));
		for (String alias : ALIASES.getOrDefault(last, List.of())) {
			String name = known.stream()
				.filter((candidate) -> candidate.equals(alias) || candidate.endsWith('.' + alias))
				.filter((candidate) -> parent.isEmpty() || candidate.startsWith(parent + '.'))
				.min(Comparator.comparingInt(String::length))
				.orElse(null);
			if (name != null) {
				return name;
			}
		}
		String moved = (parent.isEmpty()) ? null : only('.' + given, known);
		if (moved != null) {
			return moved;
		}
		String nearest = among(given, known);
		return (nearest != null) ? nearest : withWordsOf(given, known);
	}

	/**
	 * The only property elsewhere that has the same last element.
	 * @param given elements of a name that is not known, separated by dots
	 * @param known names of all properties
	 * @return one of these, {@code null} if there is none or more than one
	 */
	static @Nullable String withLastElementOf(String given, Collection<String> known) {
		return only('.' + given.substring(given.lastIndexOf('.') + 1), known);
	}

	private static @Nullable String only(String suffix, Collection<String> known) {
		List<String> same = known.stream().filter((name) -> name.endsWith(suffix)).toList();
		return (same.size() == 1) ? same.get(0) : null;
	}

	/**
	 * Property that has all words of a name, in whatever order, and the fewest others. A
	 * single word must be a whole element, because it is part of too many names.
	 */
	private static @Nullable String withWordsOf(String given, Collection<String> known) {
		Set<String> words = words(given);
		if (words.size() == 1) {
			return withLastElementOf(given, known);
		}
		TreeMap<Integer, List<String>> bySize = known.stream()
			.filter((name) -> words(name).containsAll(words))
			.collect(Collectors.groupingBy((name) -> words(name).size(), TreeMap::new, Collectors.toList()));
		return (!bySize.isEmpty() && bySize.firstEntry().getValue().size() == 1) ? bySize.firstEntry().getValue().get(0)
				: null;
	}

	private static Set<String> words(String name) {
		return Set.copyOf(Arrays.asList(WORD_ENDS.split(name)));
	}

	/**
	 * Name that differs the least.
	 * @param given a name that is not known
	 * @param known names that there are
	 * @return one of these, {@code null} if none is near
	 */
	static @Nullable String among(String given, Collection<String> known) {
		String uniform = cut(GivenProperty.uniform(given));
		int most = Math.max(1, uniform.length() / 4);
		return known.stream()
			.map((name) -> Map.entry(name, distance(uniform, cut(GivenProperty.uniform(name)))))
			.filter((candidate) -> candidate.getValue() <= most)
			.min(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
			.map(Map.Entry::getKey)
			.orElse(null);
	}

	private static String cut(String text) {
		return text.substring(0, Math.min(text.length(), COMPARED));
	}

	/**
	 * Characters to insert, to delete, to change, or to swap with the next one.
	 */
	private static int distance(String one, String other) {
		int[] beforeLast = new int[other.length() + 1];
		int[] last = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			last[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] row = new int[other.length() + 1];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				boolean same = one.charAt(i - 1) == other.charAt(j - 1);
				row[j] = Math.min(last[j - 1] + ((same) ? 0 : 1), 1 + Math.min(last[j], row[j - 1]));
				if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
						&& one.charAt(i - 2) == other.charAt(j - 1)) {
					row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
				}
			}
			beforeLast = last;
			last = row;
		}
		return last[other.length()];
	}

}
