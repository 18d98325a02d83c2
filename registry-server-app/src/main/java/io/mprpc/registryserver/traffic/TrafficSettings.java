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

package io.mprpc.registryserver.traffic;

import java.time.Duration;

import io.grpc.ChannelCredentials;
import org.jspecify.annotations.Nullable;

/**
 * How instances are asked.
 *
 * @param interval time between two questions to an instance
 * @param deadline time that an answer may take
 * @param retryInterval time after which an instance that gives no figures is asked again
 * @param parallelism instances that are asked at the same time
 * @param maxInstances instances that are asked at all
 * @param token what the instances want to see, {@code null} for nothing
 * @param credentials how to connect to them
 */
public record TrafficSettings(Duration interval, Duration deadline, Duration retryInterval, int parallelism,
		int maxInstances, @Nullable String token, ChannelCredentials credentials) {

	/** Without the token. */
	@Override
	public String toString() {
		return "every " + this.interval + ", " + this.parallelism + " at a time, " + this.maxInstances + " at most";
	}

}
