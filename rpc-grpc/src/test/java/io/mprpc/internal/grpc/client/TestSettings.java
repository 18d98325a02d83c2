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

package io.mprpc.internal.grpc.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.grpc.Status;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import io.mprpc.internal.grpc.client.settings.CallDeadline;
import io.mprpc.internal.grpc.client.settings.CallSettings;
import io.mprpc.internal.grpc.client.settings.ChannelSettings;
import io.mprpc.internal.grpc.client.settings.LoadBalancerPolicy;
import io.mprpc.internal.grpc.client.settings.ReferenceSettings;
import io.mprpc.internal.grpc.client.settings.RetryBudget;
import io.mprpc.internal.grpc.client.settings.RetrySettings;
import io.mprpc.internal.grpc.client.settings.RetrySettings.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Settings for unit tests: those of an application that configures nothing.
 */
public final class TestSettings {

	public static final RetrySettings RETRY = retry(Scope.IDEMPOTENT, false);

	public static final CallSettings CALLS = new CallSettings(
			new CallDeadline(Duration.ofSeconds(5), "rpc.client.deadline"), null, null, RETRY, null);

	static final BalancerSettings BALANCER = new BalancerSettings(
			new BalancerSettings.Policy(LoadBalancerPolicy.ROUND_ROBIN, ""), Map.of(), "", false,
			Duration.ofSeconds(60), Duration.ofSeconds(30), true, null);

	public static final ChannelSettings CHANNEL = new ChannelSettings(false, Duration.ofMinutes(30),
			Duration.ofSeconds(10), Duration.ofSeconds(3), false, Duration.ofSeconds(1), "mprpc/test");

	public static final ChannelSettings EARLY_CHANNEL = new ChannelSettings(true, Duration.ofMinutes(30),
			Duration.ofSeconds(10), Duration.ofSeconds(3), false, Duration.ofSeconds(1), "mprpc/test");

	private TestSettings() {
	}

	public static RetrySettings retry(Scope scope, boolean explicit) {
		return new RetrySettings(scope, explicit, 3, Duration.ofMillis(20), Duration.ofMillis(500), 2,
				Set.of(Status.Code.UNAVAILABLE));
	}

	public static ReferenceSettings reference(String url, Map<String, CallSettings> methods) {
		return reference(url, null, CALLS, methods);
	}

	public static ReferenceSettings reference(String url, @Nullable String sslBundle, CallSettings calls,
			Map<String, CallSettings> methods) {
		return new ReferenceSettings(url, "", new TreeMap<>(), sslBundle, calls, new HashMap<>(methods), BALANCER,
				new RetryBudget(1000, 0.1), null);
	}

}
