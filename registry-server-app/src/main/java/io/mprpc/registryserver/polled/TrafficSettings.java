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

import java.time.Duration;

import io.grpc.ChannelCredentials;
import org.jspecify.annotations.Nullable;

/**
 * Settings of polling.
 *
 * @param interval interval between two polls of an instance
 * @param deadline deadline of a poll
 * @param retryInterval interval after which an instance that reports no statistics is
 * polled again
 * @param parallelism maximum number of instances that are polled at the same time
 * @param maxInstances maximum number of instances that are polled
 * @param token token to send to the instances, {@code null} for none
 * @param credentials credentials of the connections
 */
public record TrafficSettings(Duration interval, Duration deadline, Duration retryInterval, int parallelism,
		int maxInstances, @Nullable String token, ChannelCredentials credentials) {

	/** Without the token. */
	@Override
	public String toString() {
		return "every " + this.interval + ", " + this.parallelism + " at a time, at most " + this.maxInstances;
	}

}
