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

package io.mprpc.registryserver.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.reports.ProcessQuestions;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.LoadHistory;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.ServiceTraffic;
import io.mprpc.registryserver.traffic.model.TrafficEdge;
import io.mprpc.registryserver.traffic.model.TrafficHistory;
import io.mprpc.registryserver.traffic.model.TrafficOverview;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.ExplainResponse;

/**
 * Call statistics and answers of processes as a test sets them. There is no history.
 */
public final class ScriptedTraffic implements Traffic, ProcessQuestions {

	private final Map<String, ProcessTraffic> processes = new ConcurrentSkipListMap<>();

	private final Map<ServiceName, ServiceTraffic> services = new ConcurrentHashMap<>();

	private final Map<String, Function<ExplainRequest, CompletableFuture<ExplainResponse>>> answers = new ConcurrentHashMap<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile List<TrafficEdge> edges = List.of();

	/** Sets a process and tells listeners. */
	public void put(ProcessTraffic process) {
		this.processes.put(process.process().id(), process);
		this.listeners.forEach(Runnable::run);
	}

	public void put(ServiceTraffic service) {
		this.services.put(new ServiceName(service.service()), service);
	}

	public void edges(TrafficEdge... edges) {
		this.edges = List.of(edges);
	}

	/** Sets the answers of a process. */
	public void answer(String process, Function<ExplainRequest, CompletableFuture<ExplainResponse>> answer) {
		this.answers.put(process, answer);
	}

	public void clear() {
		this.processes.clear();
		this.services.clear();
		this.answers.clear();
		this.edges = List.of();
	}

	@Override
	public CompletableFuture<ExplainResponse> explain(String process, ExplainRequest request, Duration deadline) {
		Function<ExplainRequest, CompletableFuture<ExplainResponse>> answer = this.answers.get(process);
		return (answer != null) ? answer.apply(request)
				: CompletableFuture.failedFuture(new IllegalStateException("It does not report"));
	}

	@Override
	public TrafficOverview overview() {
		return new TrafficOverview(CallRates.NONE, 0, 0, List.of(), List.of(), unsent());
	}

	@Override
	public TrafficHistory history(HistoryRange range) {
		return new TrafficHistory(range, List.of());
	}

	@Override
	public ServiceTraffic service(ServiceName service) {
		return this.services.getOrDefault(service,
				new ServiceTraffic(service.value(), CallRates.NONE, 0, List.of(), List.of(), List.of()));
	}

	@Override
	public TrafficHistory service(ServiceName service, HistoryRange range) {
		return history(range);
	}

	@Override
	public TrafficHistory method(ServiceName service, String method, HistoryRange range) {
		return history(range);
	}

	@Override
	public TrafficHistory instance(ServiceName service, Endpoint endpoint, HistoryRange range) {
		return history(range);
	}

	@Override
	public TrafficHistory consumer(ServiceName service, String application, HistoryRange range) {
		return history(range);
	}

	@Override
	public List<ReportingProcess> processes() {
		return this.processes.values().stream().map(ProcessTraffic::process).toList();
	}

	@Override
	public Optional<ProcessTraffic> process(String id) {
		return Optional.ofNullable(this.processes.get(id));
	}

	@Override
	public TrafficHistory process(String id, HistoryRange range) {
		return history(range);
	}

	@Override
	public LoadHistory load(String id, HistoryRange range) {
		return new LoadHistory(range, List.of());
	}

	@Override
	public List<UnsentCalls> unsent() {
		return this.processes.values().stream().flatMap((process) -> process.unsent().stream()).toList();
	}

	@Override
	public List<TrafficEdge> edges() {
		return this.edges;
	}

	@Override
	public Subscription onChange(Runnable listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public Subscription watch() {
		return () -> {
		};
	}

}
