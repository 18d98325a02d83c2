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

import java.time.Instant;
import java.util.SortedSet;

import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list of services.
 *
 * @param name the service
 * @param state state of the view of the service
 * @param asOf time of the last confirmation by the registry, {@code null} if none
 * @param methods methods that at least one instance exposes
 * @param instances registered instances
 * @param inService instances that take calls
 * @param outOfService instances that take no new calls because of their own status or a
 * rule
 * @param draining instances that are draining
 * @param health its health
 * @param versions versions that instances have; the empty text stands for none
 * @param zones zones that instances run in
 * @param applications applications that offer the service
 * @param consumers processes that reference the service
 * @param governed whether operators have set rules for it
 */
public record ServiceSummary(ServiceName name, ServiceView.State state, @Nullable Instant asOf, int methods,
		int instances, int inService, int outOfService, int draining, ServiceHealth health, SortedSet<String> versions,
		SortedSet<String> zones, SortedSet<String> applications, int consumers, boolean governed) {

}
