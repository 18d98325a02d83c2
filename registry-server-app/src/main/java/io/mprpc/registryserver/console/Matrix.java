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

package io.mprpc.registryserver.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import io.mprpc.registry.InstanceStatus;
import io.mprpc.registryserver.catalog.model.InstanceRow;
import io.mprpc.registryserver.catalog.model.MethodAvailability;
import io.mprpc.registryserver.catalog.model.MethodRow;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import org.jspecify.annotations.Nullable;

/**
 * One page of a service's instances, each with its availability for every method.
 * Instances are rows, because there are more of them than methods.
 *
 * @param methods the methods, in the order of the cells
 * @param rows the instances
 * @param text filter of the instances, empty for all
 * @param versioned whether any instance has a version
 * @param zoned whether any instance has a zone
 * @param page number of the page, from 0
 * @param total instances on all pages
 * @param pages number of pages
 */
record Matrix(List<MethodRow> methods, List<Row> rows, String text, boolean versioned, boolean zoned, int page,
		int total, int pages) {

	/** Instances on a page. */
	static final int SIZE = 100;

	static Matrix of(ServiceDetail service, String text, int page) {
		String wanted = text.strip().toLowerCase(Locale.ROOT);
		List<InstanceRow> instances = service.instances();
		int[] chosen = IntStream.range(0, instances.size())
			.filter((i) -> wanted.isEmpty() || mentions(instances.get(i), wanted))
			.toArray();
		List<Row> rows = IntStream.of(chosen)
			.skip((long) page * SIZE)
			.limit(SIZE)
			.mapToObj((i) -> row(service, i))
			.toList();
		return new Matrix(service.methods(), rows, text.strip(),
				instances.stream().anyMatch((instance) -> !instance.version().isEmpty()),
				instances.stream().anyMatch((instance) -> !instance.zone().isEmpty()), page, chosen.length,
				(chosen.length + SIZE - 1) / SIZE);
	}

	private static Row row(ServiceDetail service, int index) {
		InstanceRow instance = service.instances().get(index);
		List<Cell> cells = new ArrayList<>();
		for (MethodRow method : service.methods()) {
			cells.add(Cell.of(instance, method.name(), method.cells().get(index)));
		}
		return new Row("at-" + instance.endpoint(), instance, cells, operation(instance));
	}

	/** Operation on a whole instance, {@code null} if none. */
	static @Nullable String operation(InstanceRow instance) {
		if (instance.rule() != null && instance.rule().outOfService()) {
			return OperationKind.IN.path();
		}
		return (instance.publishedStatus() == InstanceStatus.UP) ? OperationKind.OUT.path() : null;
	}

	private static boolean mentions(InstanceRow instance, String wanted) {
		return contains(instance.endpoint().toString(), wanted) || contains(instance.application(), wanted)
				|| contains(instance.version(), wanted) || contains(instance.zone(), wanted)
				|| contains(instance.status().name().replace('_', ' '), wanted)
				|| instance.tags().entrySet().stream().anyMatch((tag) -> contains(tag.toString(), wanted));
	}

	private static boolean contains(String where, String wanted) {
		return where.toLowerCase(Locale.ROOT).contains(wanted);
	}

	/**
	 * One instance.
	 *
	 * @param id identity of the row on the page
	 * @param instance the instance
	 * @param cells its availability for each method
	 * @param operation operation on it, {@code null} if none
	 */
	record Row(String id, InstanceRow instance, List<Cell> cells, @Nullable String operation) {

	}

	/**
	 * Availability of a method at an instance.
	 *
	 * @param method simple name of the method
	 * @param state its availability
	 * @param look CSS class of the cell
	 * @param operation operation on it, {@code null} if none
	 */
	record Cell(String method, MethodAvailability state, String look, @Nullable String operation) {

		static Cell of(InstanceRow instance, String method, MethodAvailability state) {
			return switch (state) {
				case SERVED -> new Cell(method, state, "on", OperationKind.METHOD_OUT.path());
				case NOT_EXPOSED -> new Cell(method, state, "no", null);
				case OUT_OF_SERVICE -> new Cell(method, state, "out", takenOut(instance, method));
			};
		}

		private static @Nullable String takenOut(InstanceRow instance, String method) {
			boolean byRule = instance.rule() != null && instance.rule().methodsOutOfService().contains(method);
			return byRule ? OperationKind.METHOD_IN.path() : null;
		}

	}

}
