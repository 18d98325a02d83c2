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

package io.mprpc.registryserver.traffic.model;

import org.jspecify.annotations.Nullable;

/**
 * Load of a process and its machine; {@code null} for what it does not report.
 *
 * @param processCpu share of all processors that the process uses, from 0 to 1
 * @param systemCpu share that the whole machine uses, from 0 to 1
 * @param processors number of processors
 * @param heapUsed heap in use, in bytes
 * @param heapAfterCollection heap in use after the last garbage collection
 * @param heapMax maximum of the heap
 * @param collectionShare share of the time in garbage collection, from 0 to 1
 * @param threads number of threads
 * @param diskFree free bytes on the disk of the working directory
 * @param diskTotal its size
 * @param openFiles open file descriptors
 * @param maxOpenFiles maximum of open file descriptors
 */
public record ProcessLoad(@Nullable Double processCpu, @Nullable Double systemCpu, int processors,
		@Nullable Long heapUsed, @Nullable Long heapAfterCollection, @Nullable Long heapMax,
		@Nullable Double collectionShare, int threads, @Nullable Long diskFree, @Nullable Long diskTotal,
		@Nullable Long openFiles, @Nullable Long maxOpenFiles) {

}
