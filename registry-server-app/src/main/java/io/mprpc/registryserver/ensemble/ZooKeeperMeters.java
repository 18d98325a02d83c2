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

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import org.apache.zookeeper.metrics.Counter;
import org.apache.zookeeper.metrics.CounterSet;
import org.apache.zookeeper.metrics.Gauge;
import org.apache.zookeeper.metrics.GaugeSet;
import org.apache.zookeeper.metrics.MetricsContext;
import org.apache.zookeeper.metrics.Summary;
import org.apache.zookeeper.metrics.SummarySet;
import org.jspecify.annotations.Nullable;

/**
 * ZooKeeper's own metrics as Micrometer meters: {@code outstanding_requests} becomes
 * {@code zookeeper.outstanding.requests}. Quotas are available from {@code mntr} only.
 */
public final class ZooKeeperMeters {

	private static final String PREFIX = "zookeeper.";

	private final MeterRegistry registry;

	private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();

	private final Map<String, Meter> gaugeMeters = new ConcurrentHashMap<>();

	private final Map<String, Count> counts = new ConcurrentHashMap<>();

	private final Map<String, DistributionSummary> summaries = new ConcurrentHashMap<>();

	private final MetricsContext context = new Context();

	/**
	 * Meters in a registry.
	 * @param registry the registry
	 */
	public ZooKeeperMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * The current value of one of ZooKeeper's gauges.
	 * @param name ZooKeeper's name of the gauge, such as {@code znode_count}
	 * @return the value, {@code null} if there is none at present
	 */
	public @Nullable Number value(String name) {
		Gauge gauge = this.gauges.get(name);
		return (gauge != null) ? gauge.get() : null;
	}

	MetricsContext context() {
		return this.context;
	}

	void dump(BiConsumer<String, Object> sink) {
		new TreeMap<>(this.gauges).forEach((name, gauge) -> {
			Number value = gauge.get();
			if (value != null) {
				sink.accept(name, value);
			}
		});
		new TreeMap<>(this.counts).forEach((name, count) -> sink.accept(name, count.get()));
		new TreeMap<>(this.summaries).forEach((name, summary) -> {
			sink.accept("avg_" + name, summary.mean());
			sink.accept("max_" + name, summary.max());
			sink.accept("cnt_" + name, summary.count());
			sink.accept("sum_" + name, summary.totalAmount());
		});
	}

	void removeGauges() {
		this.gauges.keySet().forEach(this::removeGauge);
	}

	private void addGauge(String name, Gauge gauge) {
		// A member registers the gauges of its role again when the role changes.
		removeGauge(name);
		this.gauges.put(name, gauge);
		this.gaugeMeters.put(name,
				io.micrometer.core.instrument.Gauge.builder(meterName(name), gauge::get)
					.description("ZooKeeper's " + name)
					.register(this.registry));
	}

	private void removeGauge(String name) {
		this.gauges.remove(name);
		Meter meter = this.gaugeMeters.remove(name);
		if (meter != null) {
			this.registry.remove(meter);
		}
	}

	private Count count(String name, Tags tags) {
		return this.counts.computeIfAbsent(wordOf(name, tags), (word) -> {
			Count count = new Count();
			FunctionCounter.builder(meterName(name), count, Count::get)
				.tags(tags)
				.description("ZooKeeper's " + name)
				.register(this.registry);
			return count;
		});
	}

	private DistributionSummary summary(String name, Tags tags) {
		return this.summaries.computeIfAbsent(wordOf(name, tags),
				(word) -> DistributionSummary.builder(meterName(name))
					.tags(tags)
					.description("ZooKeeper's " + name)
					.register(this.registry));
	}

	private static String meterName(String name) {
		return PREFIX + name.toLowerCase(Locale.ROOT).replace('_', '.');
	}

	private static String wordOf(String name, Tags tags) {
		StringBuilder word = new StringBuilder();
		for (Tag tag : tags) {
			word.append(tag.getValue()).append('_');
		}
		return word.append(name).toString();
	}

	private final class Context implements MetricsContext {

		@Override
		public MetricsContext getContext(String name) {
			return this;
		}

		@Override
		public Counter getCounter(String name) {
			return count(name, Tags.empty());
		}

		@Override
		public CounterSet getCounterSet(String name) {
			return (key, delta) -> count(name, Tags.of("key", key)).add(delta);
		}

		@Override
		public void registerGauge(String name, Gauge gauge) {
			addGauge(name, Objects.requireNonNull(gauge));
		}

		@Override
		public void unregisterGauge(String name) {
			removeGauge(name);
		}

		@Override
		public void registerGaugeSet(String name, GaugeSet gaugeSet) {
			// Quotas, which this registry does not set.
		}

		@Override
		public void unregisterGaugeSet(String name) {
			// See registerGaugeSet.
		}

		@Override
		public Summary getSummary(String name, DetailLevel detailLevel) {
			return summary(name, Tags.empty())::record;
		}

		@Override
		public SummarySet getSummarySet(String name, DetailLevel detailLevel) {
			return (key, value) -> summary(name, Tags.of("key", key)).record(value);
		}

	}

	private static final class Count implements Counter {

		private final LongAdder value = new LongAdder();

		@Override
		public void add(long delta) {
			this.value.add(delta);
		}

		@Override
		public long get() {
			return this.value.sum();
		}

	}

}
