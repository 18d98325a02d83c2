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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.testing.MemoryConsumers;
import io.mprpc.registryserver.testing.RegistryInMemory;
import io.mprpc.registryserver.traffic.ProcessReport;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.registryserver.traffic.ReportReceiver.Reports;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.HistorySlot;
import io.mprpc.registryserver.traffic.model.ProcessLoad;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.ReportingProcess.State;
import io.mprpc.registryserver.traffic.model.ServiceTraffic;
import io.mprpc.registryserver.traffic.model.TrafficEdge;
import io.mprpc.registryserver.traffic.model.TrafficOverview;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
import io.mprpc.registryserver.traffic.model.UnsentReason;
import io.mprpc.testing.FakeClock;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ReportedTraffic}.
 */
class ReportedTrafficTests {

	private static final ServiceName USERS = new ServiceName("users");

	private static final String AT = "10.0.0.1:9090";

	private final FakeClock clock = new FakeClock();

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final MemoryConsumers consumers = new MemoryConsumers();

	private final Set<String> muted = new HashSet<>();

	private final ReportedTraffic traffic = new ReportedTraffic(this.registry, this.consumers, (interval) -> {
	}, this.muted::contains, this.clock, this.clock.timer());

	@Test
	void aCallIsCountedOnceAndUnsentOnesAreAdded() {
		provider(1, AT);
		consumer("web", 2);
		Reports provider = accept("shop", 1);
		Reports consumer = accept("web", 2);
		provider.report(Counts.report(0, Counts.failed("users", "Login", AT, 1, 0)));
		consumer.report(Counts.report(0, Counts.made("users", "Login", 0, 0), Counts.picked("users", AT, 0)));
		forward(10);
		provider.report(Counts.report(10_000, Counts.failed("users", "Login", AT, 41, 20)));
		consumer.report(Counts.report(10_000, Counts.made("users", "Login", 50, 10), Counts.picked("users", AT, 40)));
		TrafficOverview overview = this.traffic.overview();
		assertThat(overview.live().callsPerSecond()).isEqualTo(5, within(0.001));
		assertThat(overview.live().failedPerSecond()).isEqualTo(3, within(0.001));
		assertThat(overview.live().unsentPerSecond()).isEqualTo(1, within(0.001));
		assertThat(overview.live().failures()).containsOnlyKeys("UNAVAILABLE");
		assertThat(overview.reporting()).isEqualTo(2);
		assertThat(overview.silent()).isZero();
		assertThat(overview.worst()).extracting(TrafficOverview.ServiceCalls::service).containsExactly("users");
		ServiceTraffic service = this.traffic.service(USERS);
		assertThat(service.live()).isEqualTo(overview.live());
		assertThat(service.reporting()).isOne();
		assertThat(service.methods()).singleElement().satisfies((method) -> {
			assertThat(method.served().callsPerSecond()).isEqualTo(4, within(0.001));
			assertThat(method.made().callsPerSecond()).isEqualTo(5, within(0.001));
		});
		assertThat(service.instances()).singleElement().satisfies((instance) -> {
			assertThat(instance.endpoint()).isEqualTo(AT);
			assertThat(instance.process()).isEqualTo(Counts.id("shop", 1));
		});
		assertThat(service.consumers()).extracting(ServiceTraffic.ConsumerCalls::process)
			.containsExactly(Counts.id("web", 2));
		assertThat(this.traffic.edges()).extracting(TrafficEdge::application, TrafficEdge::service)
			.containsExactly(tuple("web", "users"));
		assertThat(this.traffic.process(Counts.id("web", 2)).orElseThrow().picked()).singleElement()
			.satisfies((picked) -> assertThat(picked.calls().callsPerSecond()).isEqualTo(4, within(0.001)));
		forward(25);
		assertHistory(this.traffic.history(HistoryRange.HOUR).slots(), 5, 3, 1);
		assertHistory(this.traffic.service(USERS, HistoryRange.HOUR).slots(), 5, 3, 1);
		assertHistory(this.traffic.method(USERS, "Login", HistoryRange.HOUR).slots(), 5, 3, 1);
		assertHistory(this.traffic.instance(USERS, Endpoint.parse(AT), HistoryRange.HOUR).slots(), 4, 2, 0);
		assertHistory(this.traffic.consumer(USERS, "web", HistoryRange.HOUR).slots(), 5, 1, 1);
		assertHistory(this.traffic.process(Counts.id("web", 2), HistoryRange.HOUR).slots(), 5, 1, 1);
	}

	@Test
	void nonsenseInsideASeriesDoesNotCountForAll() {
		consumer("web", 2);
		Reports consumer = accept("web", 2);
		consumer.report(Counts.report(0, Counts.made("users", "Login", 1, 0)));
		forward(1);
		consumer.report(Counts.report(1_000, Counts.made("users", "Login", 2, 1_000_000_000_000L)));
		assertThat(this.traffic.overview().live().callsPerSecond()).isLessThan(10);
		assertThat(this.traffic.unsent()).isEmpty();
		assertThat(this.traffic.process(Counts.id("web", 2)).orElseThrow().process().droppedReason())
			.contains("calls of a series per second");
	}

	@Test
	void aNodeOfTheSameIdentityHidesNoProcess() {
		consumer("web", 2);
		accept("web", 2).report(Counts.report(0));
		this.consumers
			.put(ConsumerReference.parse(new ServiceName("evil"), Counts.id("web", 2)).withReportKey(Counts.key(7)));
		forward(2);
		assertThat(this.traffic.registered().all()).extracting(RegisteredProcess::publicKey)
			.containsExactlyInAnyOrder(Counts.key(2), Counts.key(7));
		assertThat(this.traffic.processes()).extracting(ReportingProcess::id, ReportingProcess::state)
			.containsExactly(tuple(Counts.id("web", 2), State.CONNECTED));
	}

	@Test
	void everyIdentityThatNodesWithAKeyTellIsKnown() {
		consumer("web", 2);
		this.consumers.put(ConsumerReference.parse(new ServiceName("evil"), Counts.id("attacker", 3))
			.withReportKey(Counts.key(2)));
		forward(2);
		assertThat(this.traffic.registered().byKey(Counts.key(2)).orElseThrow().references())
			.containsExactlyInAnyOrder(Counts.id("web", 2), Counts.id("attacker", 3));
	}

	@Test
	void whoIsKnownIsListedWhetherItReportsOrNot() {
		provider(1, AT);
		consumer("web", 10);
		consumer("web", 9);
		accept("shop", 1).report(Counts.report(0));
		this.traffic.receiver().refused(Counts.id("web", 9), "it floods");
		forward(2);
		assertThat(this.traffic.processes()).extracting(ReportingProcess::id, ReportingProcess::state)
			.containsExactly(tuple(Counts.id("shop", 1), State.CONNECTED), tuple(Counts.id("web", 9), State.REFUSED),
					tuple(Counts.id("web", 10), State.SILENT));
		ReportingProcess refused = this.traffic.processes().get(1);
		assertThat(refused.droppedReason()).isEqualTo("it floods");
		assertThat(refused.pid()).isEqualTo(9);
		assertThat(refused.consumes()).containsExactly(USERS);
		assertThat(this.traffic.overview().silent()).isEqualTo(2);
		assertThat(this.traffic.process(AT)).as("by its endpoint").isPresent();
		assertThat(this.traffic.process("nobody")).isEmpty();
		assertThat(this.traffic.process(Counts.id("web", 10)).orElseThrow().consumed()).isEqualTo(CallRates.NONE);
	}

	@Test
	void aProcessIsFoundByTheKeyInItsNodes() {
		provider(1, AT);
		this.consumers.put(reference("shop", 1, "orders"));
		forward(1);
		RegisteredProcess process = this.traffic.registered().byKey(Counts.key(1)).orElseThrow();
		assertThat(process.id()).isEqualTo(Counts.id("shop", 1));
		assertThat(process.provides().get("users")).containsExactlyInAnyOrder("Login", "Logout");
		assertThat(process.endpoints()).containsEntry("users", Endpoint.parse(AT));
		assertThat(process.consumes()).containsExactly("orders");
		List<String> changes = new ArrayList<>();
		this.traffic.registered().onChange(() -> changes.add("change"));
		this.consumers.clear();
		forward(1);
		assertThat(changes).hasSize(1);
		assertThat(this.traffic.registered().byKey(Counts.key(1)).orElseThrow().id()).isEqualTo(AT);
		this.registry.remove(USERS, Endpoint.parse(AT));
		forward(1);
		assertThat(this.traffic.registered().byKey(Counts.key(1))).isEmpty();
	}

	@Test
	void aSilentProcessHasNoRatesAndIsForgottenWhenItIsGone() {
		provider(1, AT);
		Reports reports = accept("shop", 1);
		reports.report(Counts.report(0, Counts.served("users", "Login", AT, 0)));
		reports.report(Counts.report(15_000, Counts.served("users", "Login", AT, 15)));
		assertThat(this.traffic.overview().live().callsPerSecond()).isEqualTo(1, within(0.001));
		forward(39);
		assertThat(this.traffic.overview().live()).isEqualTo(CallRates.NONE);
		assertThat(this.traffic.processes().get(0).state()).isEqualTo(State.SILENT);
		reports.close();
		forward(120);
		assertThat(this.traffic.seriesCount()).as("registered").isOne();
		this.registry.remove(USERS, Endpoint.parse(AT));
		forward(50);
		assertThat(this.traffic.seriesCount()).isOne();
		assertThat(this.traffic.processes()).isEmpty();
		assertThat(this.traffic.process(Counts.id("shop", 1))).as("has just gone").isPresent();
		forward(15);
		assertThat(this.traffic.seriesCount()).isZero();
		assertThat(this.traffic.process(Counts.id("shop", 1))).isEmpty();
	}

	@Test
	void anOutageIsToldAtOnceAndLastsUntilCallsAreSent() {
		List<Long> told = new ArrayList<>();
		this.traffic.onChange(() -> told.add(outages()));
		consumer("web", 2);
		Reports reports = accept("web", 2);
		reports.report(Counts.report(0, Counts.made("users", "Login", 0, 0)));
		forward(2);
		told.clear();
		reports.report(Counts.report(2_000, Counts.made("users", "Login", 20, 4)));
		forward(0);
		assertThat(told).containsExactly(1L);
		assertThat(this.traffic.unsent()).singleElement().satisfies((unsent) -> {
			assertThat(unsent.reason()).isEqualTo(UnsentReason.NO_INSTANCE);
			assertThat(unsent.text()).isEqualTo("all are out of service");
			assertThat(unsent.perSecond()).isEqualTo(2, within(0.001));
			assertThat(unsent.isOutage()).isTrue();
		});
		// Nothing is said while it lasts.
		forward(14);
		assertThat(outages()).isOne();
		reports.report(Counts.report(16_000, Counts.made("users", "Login", 24, 8)));
		assertThat(this.traffic.unsent()).singleElement().satisfies((unsent) -> {
			assertThat(unsent.since()).isEqualTo(FakeClock.START.plusSeconds(2));
			assertThat(unsent.last()).isEqualTo(FakeClock.START.plusSeconds(16));
		});
		this.muted.add("web");
		assertThat(outages()).as("muted").isZero();
		assertThat(this.traffic.unsent()).singleElement().matches(UnsentCalls::muted);
		this.muted.clear();
		told.clear();
		reports.report(Counts.report(17_000, Counts.made("users", "Login", 30, 8)));
		forward(1);
		assertThat(told).first().isEqualTo(0L);
		assertThat(this.traffic.unsent()).isEmpty();
	}

	@Test
	void withoutFurtherCallsAnOutageIsOverAfterTenSeconds() {
		List<Long> told = new ArrayList<>();
		consumer("web", 2);
		Reports reports = accept("web", 2);
		reports.report(Counts.report(0, Counts.made("users", "Login", 0, 0)));
		reports.report(Counts.report(1_000, Counts.made("users", "Login", 4, 4)));
		forward(1);
		reports.report(Counts.report(2_000));
		this.traffic.onChange(() -> told.add(outages()));
		forward(8);
		assertThat(outages()).isOne();
		forward(3);
		assertThat(outages()).isZero();
		assertThat(told).as("without a report").last().isEqualTo(0L);
	}

	@Test
	void anOutageOfAProcessThatEndsIsOverAfterTenSeconds() {
		consumer("web", 2);
		Reports reports = accept("web", 2);
		reports.report(Counts.report(0, Counts.made("users", "Login", 0, 0)));
		reports.report(Counts.report(1_000, Counts.made("users", "Login", 4, 4)));
		reports.close();
		forward(10);
		assertThat(outages()).isOne();
		forward(1);
		assertThat(outages()).isZero();
	}

	@Test
	void loadIsShownAndKept() {
		consumer("web", 2);
		Reports reports = accept("web", 2);
		for (int i = 0; i <= 3; i++) {
			reports.report(new ProcessReport(i * 15_000L, List.of(),
					new ProcessLoad(0.25, null, 2, 5L, 4L, 10L, 0.5, 12, null, null, null, null)));
			forward(15);
		}
		assertThat(this.traffic.process(Counts.id("web", 2)).orElseThrow().load()).isNotNull()
			.satisfies((load) -> assertThat(load.threads()).isEqualTo(12));
		assertThat(this.traffic.load(Counts.id("web", 2), HistoryRange.MINUTES_15).slots())
			.anySatisfy((slot) -> assertThat(slot.processCpu()).isEqualTo(0.25, within(0.001)));
	}

	@Test
	void theShortIntervalIsRightToo() {
		provider(1, AT);
		this.traffic.watch();
		Reports reports = accept("shop", 1);
		for (int second = 0; second <= 60; second++) {
			reports.report(Counts.report(second * 1000, Counts.served("users", "Login", AT, second * 100)));
			assertThat(this.traffic.overview().live().callsPerSecond()).isEqualTo((second > 0) ? 100 : 0,
					within(0.001));
			forward(1);
		}
		List<HistorySlot> slots = this.traffic.service(USERS, HistoryRange.HOUR).slots();
		assertThat(slots).hasSizeBetween(3, 4)
			.allSatisfy((slot) -> assertThat(slot.callsPerSecond()).isEqualTo(100, within(0.01)));
		assertThat(this.traffic.overview().live().p50Millis()).isPositive();
	}

	private long outages() {
		return this.traffic.unsent().stream().filter(UnsentCalls::isOutage).count();
	}

	private void assertHistory(List<HistorySlot> slots, double calls, double failed, double unsent) {
		// Ten seconds of a slot of 15.
		assertThat(slots).isNotEmpty().first().satisfies((slot) -> {
			assertThat(slot.callsPerSecond()).isEqualTo(calls * 10 / 15, within(0.001));
			assertThat(slot.failedPerSecond()).isEqualTo(failed * 10 / 15, within(0.001));
			assertThat(slot.unsentPerSecond()).isEqualTo(unsent * 10 / 15, within(0.001));
		});
	}

	private void provider(int number, String endpoint) {
		RpcInstance instance = RegistryInMemory.instance("users", endpoint, "1", "u" + number, "Login", "Logout");
		this.registry.put(instance.withMetadata(instance.metadata().withReportKey(Counts.key(number))));
		forward(0);
	}

	private void consumer(String application, int number) {
		this.consumers.put(reference(application, number, "users"));
		forward(0);
	}

	private static ConsumerReference reference(String application, int number, String service) {
		return ConsumerReference.parse(new ServiceName(service), Counts.id(application, number))
			.withReportKey(Counts.key(number));
	}

	private Reports accept(String application, int number) {
		return this.traffic.receiver().accepted(Counts.identity(application, number));
	}

	private void forward(long seconds) {
		this.clock.forward(Duration.ofSeconds(seconds));
	}

}
