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

package io.mprpc.registryserver.reports;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.reports.ReportingClient.Identity;
import io.mprpc.registryserver.reports.reading.OfferedMethods;
import io.mprpc.registryserver.traffic.ProcessIdentity;
import io.mprpc.registryserver.traffic.ProcessReport;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.registryserver.traffic.RegisteredProcesses;
import io.mprpc.registryserver.traffic.ReportReceiver;

/**
 * Processes that a test registers, and what arrives of their reports.
 */
final class ReportsInMemory implements RegisteredProcesses, ReportReceiver, OfferedMethods {

	final Map<String, RegisteredProcess> registered = new ConcurrentHashMap<>();

	final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	final List<Received> received = new CopyOnWriteArrayList<>();

	final Map<String, String> refused = new ConcurrentHashMap<>();

	/**
	 * Registers a provider of demo.Users/Login at an endpoint, which calls demo.Orders.
	 */
	void register(Identity identity, String endpoint) {
		register(identity, identity.id(), endpoint);
	}

	void register(Identity identity, String id, String endpoint) {
		register(identity, (id.indexOf('@') >= 0) ? Set.of(id) : Set.of(), endpoint);
	}

	/**
	 * Registers a provider whose key stands in references of some identities.
	 */
	void register(Identity identity, Set<String> references, String endpoint) {
		this.registered.put(identity.publicKey(), process(identity, references, endpoint));
		this.listeners.forEach(Runnable::run);
	}

	RegisteredProcess process(Identity identity, String endpoint) {
		return process(identity, Set.of(identity.id()), endpoint);
	}

	private static RegisteredProcess process(Identity identity, Set<String> references, String endpoint) {
		String id = references.stream().sorted().findFirst().orElse(endpoint);
		return new RegisteredProcess(id, identity.publicKey(), identity.application(),
				Map.of("demo.Users", Set.of("Login")), Map.of("demo.Users", Endpoint.parse(endpoint)),
				Set.of("demo.Orders"), references, Set.of(identity.application()));
	}

	void unregister(Identity identity) {
		this.registered.remove(identity.publicKey());
		this.listeners.forEach(Runnable::run);
	}

	/**
	 * What the stream of a process has brought, that of its last one if it has several.
	 */
	Received of(Identity identity) {
		return this.received.stream()
			.filter((each) -> each.identity.id().equals(identity.id()))
			.reduce((first, second) -> second)
			.orElseThrow();
	}

	@Override
	public Optional<RegisteredProcess> byKey(String publicKey) {
		return Optional.ofNullable(this.registered.get(publicKey));
	}

	@Override
	public Collection<RegisteredProcess> all() {
		return this.registered.values();
	}

	@Override
	public Subscription onChange(Runnable listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public boolean isOffered(String service, String method) {
		return service.equals("demo.Orders") && method.equals("Place");
	}

	@Override
	public boolean isRegistered(String service, String endpoint) {
		return service.equals("demo.Orders") && endpoint.equals("10.0.0.9:9090");
	}

	@Override
	public Reports accepted(ProcessIdentity identity) {
		Received fresh = new Received(identity);
		this.received.add(fresh);
		return fresh;
	}

	@Override
	public void refused(String id, String reason) {
		this.refused.put(id, reason);
	}

	/**
	 * What one stream has brought.
	 */
	static final class Received implements Reports {

		final ProcessIdentity identity;

		final List<ProcessReport> reports = new CopyOnWriteArrayList<>();

		final Map<String, Long> dropped = new ConcurrentHashMap<>();

		volatile boolean closed;

		Received(ProcessIdentity identity) {
			this.identity = identity;
		}

		@Override
		public void report(ProcessReport report) {
			this.reports.add(report);
		}

		@Override
		public void dropped(long number, String reason) {
			this.dropped.merge(reason, number, Long::sum);
		}

		@Override
		public void close() {
			this.closed = true;
		}

		Set<String> drops() {
			return new HashSet<>(this.dropped.keySet());
		}

	}

}
