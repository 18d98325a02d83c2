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

package io.mprpc.registryserver.traffic.live;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.ConsumerDirectory;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.traffic.RegisteredProcesses;
import io.mprpc.registryserver.traffic.ReportReceiver;
import io.mprpc.registryserver.traffic.SeriesCounts.Kind;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.history.CallSum;
import io.mprpc.registryserver.traffic.history.History;
import io.mprpc.registryserver.traffic.history.HistoryKey;
import io.mprpc.registryserver.traffic.live.KnownProcesses.Known;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.LoadHistory;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.ServiceTraffic;
import io.mprpc.registryserver.traffic.model.TrafficEdge;
import io.mprpc.registryserver.traffic.model.TrafficHistory;
import io.mprpc.registryserver.traffic.model.TrafficOverview;
import io.mprpc.registryserver.traffic.model.TrafficOverview.ServiceCalls;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Call statistics of the processes that report to this server. Memory is bounded: 100,000
 * series of all processes, about 0.5 KB each and at most 3 KB, and 10,000 series in the
 * history, at most 13 KB each.
 */
public final class ReportedTraffic implements Traffic, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ReportedTraffic.class);

	private static final int MAX_SERVICES = 20;

	private static final int MAX_UNSENT = 100;

	private static final Duration TICK = Duration.ofSeconds(1);

	// A process that is gone may come back on another stream.
	private static final long RECONNECTION = Duration.ofSeconds(5).toNanos();

	private final TimeSource time;

	private final ScheduledExecutorService timer;

	private final DirectoryProcesses registered;

	private final ReportedProcesses reported;

	private final History history;

	private final ReportSchedule schedule;

	private final ChangeNotifier notifier;

	private final LiveSnapshots snapshots;

	private final Predicate<String> muted;

	// Confined to the timer's thread.
	private List<Object> shown = List.of();

	/**
	 * Creates the statistics, without any report.
	 * @param instances the instances in the registry
	 * @param consumers the references in the registry
	 * @param interval called with the interval at which processes shall report, when it
	 * changes
	 * @param muted whether an operator has muted an application
	 */
	public ReportedTraffic(InstanceDirectory instances, ConsumerDirectory consumers, Consumer<Duration> interval,
			Predicate<String> muted) {
		this(instances, consumers, interval, muted, TimeSource.system(),
				Executors.newSingleThreadScheduledExecutor((task) -> {
					Thread thread = new Thread(task, "registry-traffic");
					thread.setDaemon(true);
					return thread;
				}));
	}

	ReportedTraffic(InstanceDirectory instances, ConsumerDirectory consumers, Consumer<Duration> interval,
			Predicate<String> muted, TimeSource time, ScheduledExecutorService timer) {
		this.time = time;
		this.timer = timer;
		this.muted = muted;
		this.history = new History(History.MAX_SERIES, time);
		this.schedule = new ReportSchedule(interval, timer, time);
		this.snapshots = new LiveSnapshots(this::live, this::known, time);
		this.notifier = new ChangeNotifier(timer, time, this.snapshots::refresh);
		this.reported = new ReportedProcesses(ReportReceiver.MAX_SERIES, this.history, time, this::changed);
		this.registered = new DirectoryProcesses(instances, consumers, timer, time);
		this.registered.onChange(() -> changed(false));
		scheduleTick();
	}

	/**
	 * Receiver of reports.
	 * @return the receiver
	 */
	public ReportReceiver receiver() {
		return this.reported;
	}

	/**
	 * Processes by the keys in their nodes.
	 * @return the processes
	 */
	public RegisteredProcesses registered() {
		return this.registered;
	}

	/**
	 * History of all series.
	 * @return the history
	 */
	public History history() {
		return this.history;
	}

	/**
	 * Number of series that processes report.
	 * @return the number
	 */
	public int seriesCount() {
		return this.reported.seriesCount();
	}

	@Override
	public TrafficOverview overview() {
		LiveSnapshots.Snapshot snapshot = this.snapshots.get();
		List<ServiceCalls> services = snapshot.figures()
			.services()
			.entrySet()
			.stream()
			.map((entry) -> new ServiceCalls(entry.getKey(), entry.getValue().rates()))
			.toList();
		KnownProcesses processes = snapshot.processes();
		return new TrafficOverview(snapshot.figures().total().rates(), processes.reporting(), processes.silent(),
				services.stream()
					.filter((each) -> each.calls().failedPerSecond() > 0)
					.sorted(Comparator.comparingDouble((ServiceCalls each) -> -each.calls().failedPerSecond())
						.thenComparing(ServiceCalls::service))
					.limit(MAX_SERVICES)
					.toList(),
				services.stream()
					.filter((each) -> each.calls().callsPerSecond() > 0)
					.sorted(Comparator.comparingDouble((ServiceCalls each) -> -each.calls().callsPerSecond())
						.thenComparing(ServiceCalls::service))
					.limit(MAX_SERVICES)
					.toList(),
				unsent().stream().limit(MAX_UNSENT).toList());
	}

	@Override
	public TrafficHistory history(HistoryRange range) {
		return calls(HistoryKey.NAMESPACE, range);
	}

	@Override
	public ServiceTraffic service(ServiceName service) {
		return ServiceFigures.of(service, this.snapshots.get().figures(), this.registered, this.muted);
	}

	@Override
	public TrafficHistory service(ServiceName service, HistoryRange range) {
		return calls(HistoryKey.service(service.value()), range);
	}

	@Override
	public TrafficHistory method(ServiceName service, String method, HistoryRange range) {
		return calls(HistoryKey.method(service.value(), method), range);
	}

	@Override
	public TrafficHistory instance(ServiceName service, Endpoint endpoint, HistoryRange range) {
		return calls(HistoryKey.instance(service.value(), endpoint.toString()), range);
	}

	@Override
	public TrafficHistory consumer(ServiceName service, String application, HistoryRange range) {
		return calls(HistoryKey.consumer(service.value(), application), range);
	}

	@Override
	public List<ReportingProcess> processes() {
		return this.snapshots.get().processes().list();
	}

	@Override
	public Optional<ProcessTraffic> process(String id) {
		Known found = this.snapshots.get().processes().find(id);
		if (found == null) {
			return Optional.empty();
		}
		ProcessFigures figures = (found.reported() != null) ? found.reported().figures() : null;
		List<UnsentCalls> unsent = (figures != null) ? unsentList().add(figures).list() : List.of();
		return Optional
			.of(ProcessDetails.of(found.process(), (figures != null && isCurrent(figures)) ? figures : null, unsent));
	}

	@Override
	public TrafficHistory process(String id, HistoryRange range) {
		return calls(HistoryKey.process(canonical(id)), range);
	}

	@Override
	public LoadHistory load(String id, HistoryRange range) {
		return this.history.load(HistoryKey.load(canonical(id)), range, this.schedule.interval());
	}

	@Override
	public List<UnsentCalls> unsent() {
		UnsentList list = unsentList();
		this.reported.all().forEach((each) -> list.add(each.figures()));
		return list.list();
	}

	@Override
	public List<TrafficEdge> edges() {
		Map<String, Map<String, CallSum>> edges = new TreeMap<>();
		this.snapshots.get().figures().entries().forEach((entries) -> entries.forEach((entry) -> {
			if (entry.series().id().kind() == Kind.CONSUMED_METHOD) {
				entry.addTo(edges
					.computeIfAbsent(entry.process().identity().application(), (application) -> new TreeMap<>())
					.computeIfAbsent(entry.series().id().service(), (service) -> new CallSum()));
			}
		}));
		return edges.entrySet()
			.stream()
			.flatMap((application) -> application.getValue()
				.entrySet()
				.stream()
				.map((service) -> new TrafficEdge(application.getKey(), service.getKey(), service.getValue().rates())))
			.toList();
	}

	@Override
	public Subscription onChange(Runnable listener) {
		return this.notifier.listen(listener);
	}

	@Override
	public Subscription watch() {
		return this.schedule.watch();
	}

	/**
	 * Stops. Reports that come later are still counted.
	 */
	@Override
	public void close() {
		this.registered.close();
		this.timer.shutdownNow();
	}

	private TrafficHistory calls(HistoryKey key, HistoryRange range) {
		return this.history.calls(key, range, this.schedule.interval());
	}

	private String canonical(String id) {
		Known found = this.snapshots.get().processes().find(id);
		return (found != null) ? found.process().id() : id;
	}

	private UnsentList unsentList() {
		return new UnsentList(this.muted, this::isSilent, this.time.nanoTime());
	}

	private LiveFigures live() {
		return new LiveFigures(
				this.reported.all().stream().map(ReportedProcess::figures).filter(this::isCurrent).toList());
	}

	private KnownProcesses known() {
		return new KnownProcesses(this.registered, this.reported, this.muted, this::isSilent);
	}

	private boolean isCurrent(ProcessFigures figures) {
		if (figures.lastReport() == null) {
			return false;
		}
		return figures.isConnected() ? !isSilent(figures)
				: this.time.nanoTime() - figures.lastReportNanos() <= RECONNECTION;
	}

	private boolean isSilent(ProcessFigures figures) {
		return this.schedule.isSilent(figures.lastReportNanos(), this.time.nanoTime());
	}

	private void changed(boolean urgent) {
		this.snapshots.changed();
		this.notifier.changed(urgent);
	}

	private void scheduleTick() {
		try {
			this.timer.schedule(this::tick, TICK.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Stopped.
		}
	}

	/** What changes without a report: processes fall silent, and outages are over. */
	private void tick() {
		try {
			this.reported.sweep((key) -> this.registered.byKey(key).isPresent());
			List<Object> now = List.of(this.reported.all().stream().filter((each) -> isCurrent(each.figures())).count(),
					unsent().stream()
						.map((each) -> List.of(each.process(), each.service(), each.method(), each.reason()))
						.toList());
			if (!now.equals(this.shown)) {
				this.shown = now;
				changed(false);
			}
		}
		catch (RuntimeException ex) {
			logger.error("The call statistics could not be updated", ex);
		}
		scheduleTick();
	}

}
