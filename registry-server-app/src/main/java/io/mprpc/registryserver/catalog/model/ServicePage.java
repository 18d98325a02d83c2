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
 * One page of the list of services.
 *
 * @param services the services in the order of their names
 * @param page number of this page, from 0
 * @param size services on a full page
 * @param total services on all pages
 * @param pages number of pages
 */
public record ServicePage(List<ServiceSummary> services, int page, int size, int total, int pages) {

	/**
	 * Copies the services.
	 */
	public ServicePage {
		services = List.copyOf(services);
	}

}
