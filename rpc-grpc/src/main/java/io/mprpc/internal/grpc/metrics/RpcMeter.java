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

package io.mprpc.internal.grpc.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

/**
 * Every meter of mprpc. Names, tags and meanings are a contract with their readers; the
 * documentation's table is made of this list.
 */
enum RpcMeter {

	/** Attempts of calls. */
	CLIENT_ATTEMPTS("rpc.client.attempts", Meter.Type.TIMER, List.of("service", "method", "kind", "status", "instance"),
			"Attempts that went to an instance, from sending to the end, by how they ended. `kind` is `first`, "
					+ "`retry`, `hedge` or `transparent` (sent again by gRPC because no server saw it). "
					+ "`instance` can be disabled."),

	/** Waits for an instance. */
	CLIENT_WAIT("rpc.client.wait", Meter.Type.TIMER, List.of("service", "method", "outcome"),
			"Time that attempts waited before they could be sent: for the registry's answer, a connection, or an "
					+ "instance that takes calls. Attempts that need not wait are not counted. `outcome` is `sent` or "
					+ "`failed`."),

	/** Calls that reached no instance. */
	CLIENT_UNSENT("rpc.client.unsent", Meter.Type.COUNTER, List.of("service", "method", "status"),
			"Calls that ended without having been sent to any instance."),

	/** Channels in use. */
	CLIENT_CHANNELS("rpc.client.channels", Meter.Type.GAUGE, List.of(),
			"Channels to registered services that are in use: not idle."),

	/** Instances as the balancers see them. */
	CLIENT_INSTANCES("rpc.client.instances", Meter.Type.GAUGE, List.of("service", "target", "state"),
			"Instances behind a channel that is in use. `state` is `seen` (known at all), `eligible` (version and tags "
					+ "fit, and in service), `ready` (takes calls now), `ejected` (connected, but taken out by health "
					+ "checks or outlier detection), `draining`, or `grace` (gone from the registry without notice "
					+ "and kept because it answers). The states overlap: an instance that is ready is also eligible "
					+ "and seen."),

	/** Calls to instances that may be others. */
	CLIENT_UNVERIFIED("rpc.client.unverified", Meter.Type.COUNTER, List.of(),
			"Calls that were sent to an instance although it was not certain which process is at its address: its "
					+ "connection was new, it cannot answer which instance it is, the registry was not reachable or "
					+ "had just returned, and no other instance could serve the method."),

	/** Calls that are being served. */
	SERVER_ACTIVE("rpc.server.active", Meter.Type.GAUGE, List.of("service", "method"),
			"Calls that are being served now. Those to gRPC's own services (health, reflection) do not count."),

	/** Time before a call is handled. */
	SERVER_QUEUE("rpc.server.queue", Meter.Type.TIMER, List.of("service", "method"),
			"Time from the arrival of a call's headers until a thread of the server's executor starts it. Excludes the "
					+ "same calls as `rpc.server.active`."),

	/** Connections of clients. */
	SERVER_CONNECTIONS("rpc.server.connections", Meter.Type.GAUGE, List.of(), "Connections of clients that are open."),

	/** Connection to the registry. */
	REGISTRY_CONNECTION("rpc.registry.connection", Meter.Type.GAUGE, List.of("state"),
			"1 for the state that the connection to the registry is in, 0 for the others."),

	/** Sessions. */
	REGISTRY_SESSIONS("rpc.registry.sessions", Meter.Type.COUNTER, List.of(),
			"Sessions with the registry that began, the first one included: more than one means that a session was "
					+ "lost."),

	/** Lost connections. */
	REGISTRY_DISCONNECTIONS("rpc.registry.disconnections", Meter.Type.COUNTER, List.of(),
			"Times that the connection to the registry was lost."),

	/** Events. */
	REGISTRY_EVENTS("rpc.registry.events", Meter.Type.COUNTER, List.of(),
			"Events that the registry sent about what this process follows or publishes."),

	/** Registrations. */
	REGISTRY_REGISTRATIONS("rpc.registry.registrations", Meter.Type.COUNTER, List.of(),
			"Times that an instance or a reference was written into a session."),

	/** Repairs. */
	REGISTRY_REPAIRS("rpc.registry.repairs", Meter.Type.COUNTER, List.of(),
			"Times that a registration had to be written again because another client had changed or deleted it."),

	/** Entries that make no sense. */
	REGISTRY_UNREADABLE("rpc.registry.unreadable", Meter.Type.COUNTER, List.of(),
			"Entries of the registry that were skipped because they cannot be read."),

	/** Publications. */
	REGISTRY_PUBLICATIONS("rpc.registry.publications", Meter.Type.GAUGE, List.of("state"),
			"Instances that this process publishes, by how far that is: `PENDING`, `PUBLISHED`, `CONFLICT` or "
					+ "`DENIED`."),

	/** Services that are followed. */
	REGISTRY_SERVICES("rpc.registry.services", Meter.Type.GAUGE, List.of(), "Services that this process follows."),

	/** Instances in a view. */
	REGISTRY_INSTANCES("rpc.registry.view.instances", Meter.Type.GAUGE, List.of("service"),
			"Instances of a followed service that the registry lists."),

	/** Age of a view. */
	REGISTRY_VIEW_AGE("rpc.registry.view.age", Meter.Type.GAUGE, List.of("service"),
			"Time since the view of a followed service was last confirmed: 0 while it is live, NaN before "
					+ "the first answer."),

	/** Age of a snapshot that is in use. */
	REGISTRY_SNAPSHOT_AGE("rpc.registry.snapshot.age", Meter.Type.GAUGE, List.of("service"),
			"Age of the view from disk that calls use because the registry has not answered yet, NaN if none is in "
					+ "use."),

	/** From commit to application. */
	REGISTRY_PROPAGATION("rpc.registry.propagation", Meter.Type.TIMER, List.of(),
			"Time from the commit of a provider's change, by ZooKeeper's clock, until the followers of its service in "
					+ "this process received it, by its own clock: as exact as the clocks agree, and never below zero. "
					+ "The deletion of an instance has no such time."),

	/** Streams to registry servers. */
	REPORTS_STREAMS("rpc.reports.streams", Meter.Type.GAUGE, List.of("state"),
			"Registry servers that this process reports to, by the state of the stream: `CONNECTING`, `REPORTING`, "
					+ "`WAITING` (not reached, tried again), `REFUSED` or `INSECURE` (announced without TLS, which this "
					+ "process demands)."),

	/** Reports. */
	REPORTS_SENT("rpc.reports.sent", Meter.Type.COUNTER, List.of(), "Reports that were sent to registry servers."),

	/** Bytes of reports. */
	REPORTS_BYTES("rpc.reports.bytes", Meter.Type.COUNTER, List.of(),
			"Bytes of all messages that were sent to registry servers, without those of HTTP/2 and TLS."),

	/** Reports that were left out. */
	REPORTS_SKIPPED("rpc.reports.skipped", Meter.Type.COUNTER, List.of(),
			"Reports that were left out because a registry server did not read. The next one includes their calls."),

	/** Lines that wait. */
	ACCESS_LOG_QUEUED("rpc.access.log.queued", Meter.Type.GAUGE, List.of(), "Lines of the access log that wait."),

	/** Lines that were dropped. */
	ACCESS_LOG_DROPPED("rpc.access.log.dropped", Meter.Type.COUNTER, List.of(),
			"Lines of the access log that were dropped because its queue was full.");

	private final String id;

	private final Meter.Type type;

	private final List<String> tags;

	private final String description;

	RpcMeter(String id, Meter.Type type, List<String> tags, String description) {
		this.id = id;
		this.type = type;
		this.tags = tags;
		this.description = description;
	}

	String id() {
		return this.id;
	}

	Meter.Type type() {
		return this.type;
	}

	List<String> tags() {
		return this.tags;
	}

	String description() {
		return this.description;
	}

	Timer timer(MeterRegistry registry, String... values) {
		return Timer.builder(this.id).description(this.description).tags(tags(values)).register(registry);
	}

	Counter counter(MeterRegistry registry, String... values) {
		return Counter.builder(this.id).description(this.description).tags(tags(values)).register(registry);
	}

	<T> FunctionCounter counter(MeterRegistry registry, T source, ToDoubleFunction<T> value) {
		return FunctionCounter.builder(this.id, source, value).description(this.description).register(registry);
	}

	Gauge gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
		// A strong reference: the measured object may be known to the gauge alone.
		return Gauge.builder(this.id, value)
			.description(this.description)
			.tags(tags(values))
			.strongReference(true)
			.register(registry);
	}

	TimeGauge timeGauge(MeterRegistry registry, Supplier<Number> seconds, String... values) {
		return TimeGauge.builder(this.id, seconds, TimeUnit.SECONDS)
			.description(this.description)
			.tags(tags(values))
			.strongReference(true)
			.register(registry);
	}

	/**
	 * Tags with these values, in the order of the keys; keys without a value are left
	 * out.
	 */
	private Tags tags(String... values) {
		Tags result = Tags.empty();
		for (int i = 0; i < values.length; i++) {
			result = result.and(this.tags.get(i), values[i]);
		}
		return result;
	}

}
