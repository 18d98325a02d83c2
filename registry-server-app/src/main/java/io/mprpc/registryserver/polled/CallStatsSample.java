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

package io.mprpc.registryserver.polled;

import java.util.Map;

/**
 * Call counts of an instance since its start.
 *
 * @param application name of its application, may be empty
 * @param life identity of its incarnation: samples of two incarnations are not comparable
 * @param atNanos time of the response, in nanoseconds from an arbitrary origin
 * @param provided calls that it served
 * @param consumed calls that it made
 */
record CallStatsSample(String application, String life, long atNanos, Map<MethodKey, Counts> provided,
		Map<MethodKey, Counts> consumed) {
}
