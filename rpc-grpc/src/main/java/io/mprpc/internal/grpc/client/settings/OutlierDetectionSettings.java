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

package io.mprpc.internal.grpc.client.settings;

import java.time.Duration;

/**
 * Settings of outlier detection, which ejects an instance whose calls fail for a while.
 *
 * @param interval how often the instances are judged
 * @param failurePercentage share of failed calls in one interval, in percent, above which
 * an instance is ejected
 * @param minimumCalls calls in one interval below which an instance is not judged
 * @param minimumInstances instances with enough calls below which none is judged
 * @param baseEjectionTime time of the first ejection; each further one is longer by it
 * @param maxEjectionTime longest time of an ejection
 * @param maxEjectedPercentage share of the instances, in percent, from which on no
 * further one is ejected
 * @since 0.1
 */
public record OutlierDetectionSettings(Duration interval, int failurePercentage, int minimumCalls, int minimumInstances,
		Duration baseEjectionTime, Duration maxEjectionTime, int maxEjectedPercentage) {
}
