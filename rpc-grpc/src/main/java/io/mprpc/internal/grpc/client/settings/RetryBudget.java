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

/**
 * A limit of retries and hedges, so that they do not make an outage worse: each failed
 * call takes one token, each successful one gives some back, and no call is retried while
 * fewer than half of the tokens are left.
 *
 * @param maxTokens tokens at the start and at most, from 1 to 1,000
 * @param tokenRatio tokens that a successful call gives back
 */
public record RetryBudget(int maxTokens, double tokenRatio) {

}
