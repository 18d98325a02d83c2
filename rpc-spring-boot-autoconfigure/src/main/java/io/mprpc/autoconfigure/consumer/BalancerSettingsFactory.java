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

package io.mprpc.autoconfigure.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.mprpc.autoconfigure.consumer.RpcClientProperties.Method;
import io.mprpc.autoconfigure.consumer.RpcClientProperties.OutlierDetection;
import io.mprpc.autoconfigure.consumer.RpcClientProperties.Reference;
import io.mprpc.internal.configuration.PropertyRules;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import io.mprpc.internal.grpc.client.settings.BalancerSettings.Policy;
import io.mprpc.internal.grpc.client.settings.LoadBalancerPolicy;
import io.mprpc.internal.grpc.client.settings.OutlierDetectionSettings;
import org.jspecify.annotations.Nullable;

/**
 * Factory of load balancing settings from properties: a method's, else its service's,
 * else those of all.
 *
 * @param properties the properties of all
 * @param zone zone of this application
 */
record BalancerSettingsFactory(RpcClientProperties properties, String zone) {

	private static final String CLIENT = "rpc.client.";

	private static final Pattern HEADER = Pattern.compile("[0-9a-z_.-]+");

	/**
	 * Settings where nothing is said for a service, checked.
	 * @return the settings
	 */
	BalancerSettings defaults() {
		return settings("rpc.client", Reference.NONE, Map.of());
	}

	BalancerSettings settings(String prefix, Reference reference, Map<String, Method> methods) {
		Policy general = policy(prefix,
				(reference.loadBalancer() != null) ? reference.loadBalancer() : this.properties.loadBalancer(),
				(reference.hashKey() != null) ? reference.hashKey() : this.properties.hashKey(),
				BalancerSettings.DEFAULT.policy());
		Map<String, Policy> byMethod = new HashMap<>();
		methods.forEach((name, method) -> {
			if (method.loadBalancer() != null || method.hashKey() != null) {
				byMethod.put(name,
						policy(prefix + ".methods." + name, method.loadBalancer(), method.hashKey(), general));
			}
		});
		Duration warmUp = (reference.warmUp() != null) ? reference.warmUp() : this.properties.warmUp();
		boolean preferLocalZone = (reference.preferLocalZone() != null) ? reference.preferLocalZone()
				: this.properties.preferLocalZone();
		boolean verify = (reference.verifyIdentity() != null) ? reference.verifyIdentity()
				: this.properties.verifyIdentity();
		PropertyRules.check(!preferLocalZone || !this.zone.isEmpty(), prefix + ".prefer-local-zone", true,
				"The zone of this application is not known: set rpc.instance.zone.");
		return new BalancerSettings(general, byMethod, this.zone, preferLocalZone,
				PropertyRules.notNegative(prefix + ".warm-up", warmUp),
				PropertyRules.notNegative(CLIENT + "removal-grace-period", this.properties.removalGracePeriod()),
				verify, outlierDetection());
	}

	private static Policy policy(String prefix, @Nullable LoadBalancerPolicy type, @Nullable String hashKey,
			Policy inherited) {
		Policy policy = new Policy((type != null) ? type : inherited.type(),
				(hashKey != null) ? hashKey.trim().toLowerCase(Locale.ROOT) : inherited.hashKey());
		PropertyRules.check(
				policy.hashKey().isEmpty()
						|| (HEADER.matcher(policy.hashKey()).matches() && !policy.hashKey().endsWith("-bin")),
				prefix + ".hash-key", policy.hashKey(),
				"The name of a metadata header has letters, digits, '-', '_' and '.', and that of a binary one (-bin) does not do.");
		PropertyRules.check(policy.type() != LoadBalancerPolicy.CONSISTENT_HASH || !policy.hashKey().isEmpty(),
				prefix + ".load-balancer", "consistent-hash",
				"It needs a metadata header to hash: set " + prefix + ".hash-key to its name.");
		return policy;
	}

	private @Nullable OutlierDetectionSettings outlierDetection() {
		OutlierDetection detection = this.properties.outlierDetection();
		String prefix = CLIENT + "outlier-detection.";
		OutlierDetectionSettings settings = new OutlierDetectionSettings(
				PropertyRules.positive(prefix + "interval", detection.interval()),
				PropertyRules.range(prefix + "failure-percentage", detection.failurePercentage(), 0, 100),
				PropertyRules.range(prefix + "minimum-calls", detection.minimumCalls(), 1, Integer.MAX_VALUE),
				PropertyRules.range(prefix + "minimum-instances", detection.minimumInstances(), 1, Integer.MAX_VALUE),
				PropertyRules.positive(prefix + "base-ejection-time", detection.baseEjectionTime()),
				PropertyRules.positive(prefix + "max-ejection-time", detection.maxEjectionTime()),
				PropertyRules.range(prefix + "max-ejected-percentage", detection.maxEjectedPercentage(), 0, 100));
		return (detection.enabled()) ? settings : null;
	}

}
