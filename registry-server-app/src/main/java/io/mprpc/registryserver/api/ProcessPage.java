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

import io.mprpc.registryserver.traffic.model.ReportingProcess;

/**
 * One page of the list of processes.
 *
 * @param processes the processes in natural order of their identities
 * @param page number of this page, from 0
 * @param size processes on a full page
 * @param total processes on all pages
 * @param pages number of pages
 */
record ProcessPage(List<ReportingProcess> processes, int page, int size, int total, int pages) {

}
