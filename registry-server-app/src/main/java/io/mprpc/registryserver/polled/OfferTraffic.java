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

import java.util.List;

/**
 * Call statistics of one service at one instance.
 *
 * @param service full name of the service
 * @param endpoint where the instance takes calls
 * @param state state of its polling
 * @param live calls between its last two responses
 * @param history the last hour, in slots of 15 seconds
 */
public record OfferTraffic(String service, String endpoint, PollState state, Rate live, List<TimeBucket> history) {

}
