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
 * What may be called by hand, and how.
 *
 * @param enabled whether anything may
 * @param defaultDeadline how long a call takes at most unless it says otherwise
 * @param maxDeadline how long a call may say that it takes at most
 * @param maxMessageBytes longest message that is sent or received
 * @param maxConcurrentCalls calls at the same time
 * @param credentials how instances are connected to
 */
public record InvocationSettings(boolean enabled, Duration defaultDeadline, Duration maxDeadline, int maxMessageBytes,
		int maxConcurrentCalls, ChannelCredentials credentials) {

}
