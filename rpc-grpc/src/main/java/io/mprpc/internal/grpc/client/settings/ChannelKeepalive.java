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

import io.grpc.NameResolver;

/**
 * Keepalive of a channel's connections. Tells the load balancer, which keeps the probes
 * from instances that do not permit them so often.
 *
 * @param time time without received data after which a connection is probed
 * @param withoutCalls whether connections without calls are probed too
 * @since 0.1
 */
public record ChannelKeepalive(Duration time, boolean withoutCalls) {

	/** Argument of a channel's name resolver: how often its connections are probed. */
	public static final NameResolver.Args.Key<ChannelKeepalive> KEY = NameResolver.Args.Key
		.create("io.mprpc.channel-keepalive");

}
