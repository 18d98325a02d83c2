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

package io.mprpc.registryserver.api;

import java.util.List;

import io.mprpc.registryserver.catalog.model.Overview;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.outage.Availability;

/**
 * Whether everything can be called, numbers of the registry and its most recent changes.
 *
 * @param overview the numbers
 * @param availability whether all services can be called, and calls that consumers could
 * not send within the last ten seconds
 * @param recent the newest entries of the journal, newest first
 */
record OverviewResponse(Overview overview, Availability availability, List<JournalEntry> recent) {

}
