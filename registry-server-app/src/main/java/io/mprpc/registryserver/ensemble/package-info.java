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

/**
 * The embedded ZooKeeper, standalone or as a member of an ensemble: its properties, who
 * may connect, its health and its meters. Used by configuration only: all other packages
 * depend on a connect string, so that the same application works with an external
 * ensemble.
 */
@NullMarked
package io.mprpc.registryserver.ensemble;

import org.jspecify.annotations.NullMarked;
