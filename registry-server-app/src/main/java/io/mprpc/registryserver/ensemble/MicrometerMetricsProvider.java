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

package io.mprpc.registryserver.ensemble;

import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import org.apache.zookeeper.metrics.MetricsContext;
import org.apache.zookeeper.metrics.MetricsProvider;
import org.apache.zookeeper.metrics.MetricsProviderLifeCycleException;
import org.jspecify.annotations.Nullable;

/**
 * Exposes ZooKeeper's own metrics as Micrometer meters. ZooKeeper creates the instance
 * itself, from the name of the class.
 */
public final class MicrometerMetricsProvider implements MetricsProvider {

	private static final String KEY = "meters";

	private static final Map<String, ZooKeeperMeters> offered = new ConcurrentHashMap<>();

	private @Nullable ZooKeeperMeters meters;

	/**
	 * Entries of ZooKeeper's configuration that select this provider.
	 * @param meters the meters
	 * @return the entries
	 */
	public static Map<String, String> configurationFor(ZooKeeperMeters meters) {
		String token = UUID.randomUUID().toString();
		offered.put(token, meters);
		return Map.of("metricsProvider.className", MicrometerMetricsProvider.class.getName(), "metricsProvider." + KEY,
				token);
	}

	@Override
	public void configure(Properties configuration) throws MetricsProviderLifeCycleException {
		this.meters = offered.remove(configuration.getProperty(KEY, ""));
		if (this.meters == null) {
			throw new MetricsProviderLifeCycleException("No meter registry has been set");
		}
	}

	@Override
	public void start() {
		// Nothing to start: meters are created as ZooKeeper requests them.
	}

	@Override
	public MetricsContext getRootContext() {
		if (this.meters == null) {
			throw new IllegalStateException("Not configured");
		}
		return this.meters.context();
	}

	@Override
	public void stop() {
		if (this.meters != null) {
			this.meters.removeGauges();
		}
	}

	@Override
	public void dump(BiConsumer<String, Object> sink) {
		if (this.meters != null) {
			this.meters.dump(sink);
		}
	}

	@Override
	public void resetAllValues() {
		// Micrometer's counters only increase.
	}

}
