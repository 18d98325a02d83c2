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

import java.util.List;

import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.ServiceFilter;
import io.mprpc.registryserver.catalog.ServiceFilter.Condition;
import io.mprpc.registryserver.catalog.model.ServicePage;
import io.mprpc.registryserver.catalog.model.ServiceSummary;

/**
 * Services that need attention, the most urgent first.
 *
 * @param services the first of them
 * @param more number of others
 */
record ServicesNeedingAttention(List<ServiceSummary> services, int more) {

	private static final int SHOWN = 8;

	static ServicesNeedingAttention of(Catalog catalog) {
		ServicePage urgent = catalog.services(new ServiceFilter("", Condition.ATTENTION, 0, SHOWN));
		return new ServicesNeedingAttention(urgent.services(), urgent.total() - urgent.services().size());
	}

}
