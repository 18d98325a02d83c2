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

import org.jspecify.annotations.Nullable;

/**
 * Settings of the channels to registered services.
 *
 * @param connectEagerly whether a channel connects when it is built, instead of with its
 * first call
 * @param idleTimeout time without calls after which connections are closed, {@code null}
 * for never
 * @param keepaliveTime time without received data on a connection with calls under way
 * after which it is probed, {@code null} for never; grpc-java takes 10 seconds at least
 * @param keepaliveTimeout time after which an unanswered probe ends the connection
 * @param keepaliveWithoutCalls whether connections without calls are probed too
 * @param shutdownGrace time that calls under way have to end when the application stops
 * @param userAgent user agent of the channels, {@code null} to leave it to Spring Boot
 * @since 0.1
 */
public record ChannelSettings(boolean connectEagerly, @Nullable Duration idleTimeout, @Nullable Duration keepaliveTime,
		Duration keepaliveTimeout, boolean keepaliveWithoutCalls, Duration shutdownGrace, @Nullable String userAgent) {
}
