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

package io.mprpc.registryserver.tryit;

import java.time.Duration;

import io.grpc.ChannelCredentials;

/**
 * Settings of manual method invocation.
 *
 * @param enabled whether it is enabled
 * @param defaultDeadline deadline of a call that specifies none
 * @param maxDeadline maximum deadline of a call
 * @param maxMessageBytes maximum size of a message
 * @param maxConcurrentCalls maximum number of concurrent calls
 * @param credentials credentials of connections to instances
 */
public record InvocationSettings(boolean enabled, Duration defaultDeadline, Duration maxDeadline, int maxMessageBytes,
		int maxConcurrentCalls, ChannelCredentials credentials) {

}
