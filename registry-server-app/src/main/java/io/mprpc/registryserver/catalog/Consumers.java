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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registryserver.catalog.model.Consumer;

/**
 * Groups references by consumer process.
 */
final class Consumers {

	private Consumers() {
	}

	static List<Consumer> of(Collection<ConsumerReference> references) {
		Map<String, List<ConsumerReference>> byProcess = references.stream()
			.collect(Collectors.groupingBy(ConsumerReference::toString, TreeMap::new, Collectors.toList()));
		return byProcess.entrySet().stream().map((entry) -> {
			ConsumerReference any = entry.getValue().get(0);
			return new Consumer(entry.getKey(), any.application(), any.host(), any.pid(),
					entry.getValue().stream().map(ConsumerReference::service).sorted().toList());
		}).toList();
	}

}
