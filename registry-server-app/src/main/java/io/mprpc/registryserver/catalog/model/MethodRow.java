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

package io.mprpc.registryserver.catalog.model;

import java.util.List;

/**
 * One method of a service at all its instances.
 *
 * @param name simple name of the method
 * @param inService instances at which it takes calls
 * @param cells its availability at each instance, in the order of
 * {@link ServiceDetail#instances()}
 */
public record MethodRow(String name, int inService, List<MethodAvailability> cells) {

	/**
	 * Copies the cells.
	 */
	public MethodRow {
		cells = List.copyOf(cells);
	}

}
