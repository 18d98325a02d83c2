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

package io.mprpc.registryserver.api;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mprpc.architecture.CommittedFile;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registryserver.testing.ApiClient;
import io.mprpc.registryserver.testing.DemoConsumer;
import io.mprpc.registryserver.testing.DemoProvider;
import io.mprpc.registryserver.testing.EventStream;
import io.mprpc.registryserver.testing.LinkCrawler;
import io.mprpc.registryserver.testing.User;
import io.mprpc.registryserver.traffic.ProcessIdentity;
import io.mprpc.registryserver.traffic.ProcessReport;
import io.mprpc.registryserver.traffic.ReportReceiver;
import io.mprpc.registryserver.traffic.ReportReceiver.Reports;
import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.registryserver.traffic.SeriesCounts.Kind;
import io.mprpc.registryserver.traffic.model.ProcessLoad;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the REST API over real HTTP, with real providers and a real consumer.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "rpc.registry-server.zookeeper.port=0", "rpc.registry-server.changes.max-subscribers=2",
				"rpc.registry-server.changes.heartbeat=200ms", "rpc.registry-server.try-it.enabled=true" })
class RegistryApiTests {

	private static final Logger logger = LoggerFactory.getLogger(RegistryApiTests.class);

	private static final Pattern CURL = Pattern
		.compile("(?m)^curl -n(?: -N)?(?: -X (\\w+))?(?: -H '[^']*')?(?: -d '([^']*)')? \"\\$REGISTRY([^\"]*)\"$");

	private static final Duration EFFECTIVE = Duration.ofSeconds(1);

	private static final Duration LONG = Duration.ofSeconds(30);

	@TempDir
	private static Path directory;

	private static DemoProvider one;

	private static DemoProvider two;

	private static DemoConsumer consumer;

	@Autowired
	private EmbeddedZooKeeper zooKeeper;

	@Autowired
	private ReportReceiver receiver;

	@LocalServerPort
	private int port;

	private ApiClient api;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		User.OPERATOR.addTo(registry, 0);
		User.VIEWER.addTo(registry, 1);
	}

	@BeforeEach
	void start() throws Exception {
		this.api = new ApiClient("http://127.0.0.1:" + this.port, User.OPERATOR);
		if (one == null) {
			one = DemoProvider.start(this.zooKeeper.connectString(), "1", 0);
			two = DemoProvider.start(this.zooKeeper.connectString(), "2", 0);
			consumer = DemoConsumer.start(this.zooKeeper.connectString());
		}
		String service = "/api/v1/services/" + DemoProvider.SERVICE;
		Awaitility.await()
			.atMost(LONG)
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(this.api.get(service).get("consumers")).hasSize(1));
		Awaitility.await()
			.atMost(LONG)
			.untilAsserted(() -> assertThat(this.api.get(service).get("instances")).hasSize(2));
		Awaitility.await().atMost(LONG).until(() -> consumer.calls(10).size() == 2);
	}

	@AfterAll
	static void stop() {
		Stream.of(consumer, one, two).filter((application) -> application != null).forEach((application) -> {
			try {
				application.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	@Test
	void howMuchIsCalledIsShown() throws Exception {
		String service = "/api/v1/services/" + DemoProvider.SERVICE;
		try (Reports reports = this.receiver.accepted(new ProcessIdentity("reporter@10.1.1.1:7:" + new UUID(1, 1),
				"reporter", "reporter", "10.1.1.1", 7, "test/1"))) {
			reports.report(report(1_000, 0));
			reports.report(report(11_000, 20));
			JsonNode traffic = Awaitility.await()
				.atMost(LONG)
				.until(() -> this.api.get(service + "/traffic"),
						(seen) -> seen.at("/live/unsent/NO_INSTANCE").asDouble() > 0);
			assertThat(traffic.at("/live/callsPerSecond").asDouble()).isGreaterThanOrEqualTo(4);
			assertThat(traffic.at("/methods/0/method").asString()).isEqualTo("Login");
			assertThat(traffic.at("/live/p99Millis").asDouble()).isPositive();
			JsonNode instance = this.api
				.get("/api/v1/instances/" + one.endpoint() + "/traffic/" + DemoProvider.SERVICE);
			assertThat(instance.at("/served/callsPerSecond").asDouble()).isGreaterThanOrEqualTo(2);
			assertThat(this.api.get("/api/v1/traffic").at("/worst/0/service").asString())
				.isEqualTo(DemoProvider.SERVICE);
			assertThat(this.api.get("/api/v1/traffic/unsent").toString()).contains("nowhere to go", "NO_INSTANCE");
			assertThat(this.api.get("/api/v1/traffic/edges?application=reporter").at("/0/service").asString())
				.isEqualTo(DemoProvider.SERVICE);
			JsonNode processes = this.api.get("/api/v1/processes?text=REPORTER&state=REPORTING");
			assertThat(processes.at("/total").asInt()).isOne();
			String process = "/api/v1/processes/" + processes.at("/processes/0/id").asString();
			assertThat(this.api.get(process).at("/load/threads").asInt()).isEqualTo(33);
			for (String history : List.of("/api/v1/traffic/history?range=15m", service + "/traffic/history?range=6h",
					service + "/methods/Login/traffic/history",
					service + "/consumers/reporter/traffic/history?range=1h", process + "/load?range=15m",
					process + "/traffic/history",
					"/api/v1/instances/" + one.endpoint() + "/traffic/" + DemoProvider.SERVICE + "/history")) {
				assertThat(this.api.get(history).at("/slots").isArray()).as(history).isTrue();
			}
			assertOutage("OUTAGE", 1);
			// Later calls were sent.
			reports.report(new ProcessReport(21_000,
					List.of(new SeriesCounts(Kind.CONSUMED_METHOD, DemoProvider.SERVICE, "Login", null, 40,
							new int[] { 14 }, new long[] { 20 }, new int[0], new long[0], 0, new long[] { 0, 20 }, "")),
					null));
			Awaitility.await().atMost(LONG).untilAsserted(() -> assertOutage("UP", 0));
		}
	}

	/** The overview, health and meters say the same. */
	private void assertOutage(String level, int outages) throws Exception {
		JsonNode availability = this.api.get("/api/v1/overview").get("availability");
		assertThat(availability.at("/level").asString()).isEqualTo(level);
		assertThat(availability.at("/outages")).hasSize(outages);
		JsonNode health = this.api.get("/actuator/health/services");
		assertThat(health.at("/status").asString()).isEqualTo(level);
		assertThat(health.at("/details").has("unsent")).isEqualTo(outages > 0);
		assertThat(this.api.expect(200, "GET", "/actuator/prometheus", null).body())
			.contains("rpc_registry_server_outages " + outages + ".0");
	}

	@Test
	void consumersAreMutedAndUnmuted() throws Exception {
		String muted = "/api/v1/consumers/muted";
		JsonNode done = this.api.put(muted + "?application=web&reason=load+test");
		assertThat(done.at("/changed").asBoolean()).isTrue();
		assertThat(done.at("/entry/kind").asString()).isEqualTo("CONSUMER_MUTED");
		assertThat(this.api.put(muted + "?application=web").at("/changed").asBoolean()).isFalse();
		JsonNode listed = this.api.get(muted);
		assertThat(listed).hasSize(1);
		assertThat(listed.at("/0/application").asString()).isEqualTo("web");
		assertThat(listed.at("/0/lastChange/what").asString()).isEqualTo("load test");
		assertThat(this.api.delete(muted + "?application=web").at("/muted").asBoolean()).isFalse();
		assertThat(this.api.get(muted)).isEmpty();
		assertProblem(404, "PUT", muted + "?application=nobody", "nobody");
		assertProblem(422, "PUT", muted + "?application=a%0Ab");
		assertProblem(400, "PUT", muted, "application");
	}

	@Test
	void providersAndConsumersReportByThemselves() throws Exception {
		try (EventStream watching = EventStream.open(this.port, User.VIEWER, "/api/v1/changes?traffic=true", "")) {
			Awaitility.await().atMost(LONG).untilAsserted(() -> {
				consumer.calls(10);
				JsonNode web = this.api.get("/api/v1/processes?state=REPORTING&text=web");
				assertThat(web.at("/total").asInt()).isOne();
				JsonNode process = this.api.get("/api/v1/processes/" + web.at("/processes/0/id").asString());
				assertThat(process.at("/consumed/callsPerSecond").asDouble()).isPositive();
				assertThat(process.at("/picked")).hasSize(2);
				assertThat(process.at("/load/threads").asInt()).isPositive();
				JsonNode service = this.api.get("/api/v1/services/" + DemoProvider.SERVICE + "/traffic");
				assertThat(service.at("/reporting").asInt()).isEqualTo(2);
				assertThat(service.at("/instances/0/served/callsPerSecond").asDouble()).isPositive();
			});
			Awaitility.await().atMost(LONG).until(() -> watching.has("event:traffic"));
		}
	}

	@Test
	void statisticsOfWhatDoesNotExistAreProblems() throws Exception {
		assertProblem(400, "GET", "/api/v1/traffic/history?range=2h", "15m, 1h or 6h");
		assertProblem(400, "GET", "/api/v1/processes?size=501", "500");
		assertProblem(400, "GET", "/api/v1/processes?state=GREEN");
		assertProblem(404, "GET", "/api/v1/processes/nobody", "nobody");
		assertProblem(404, "GET", "/api/v1/processes/nobody/load", "nobody");
		assertProblem(404, "GET", "/api/v1/services/demo.Nobody/traffic", "demo.Nobody");
		assertProblem(404, "GET", "/api/v1/services/demo.Nobody/traffic/history", "demo.Nobody");
		assertProblem(404, "GET", "/api/v1/instances/10.9.9.9:1/traffic/" + DemoProvider.SERVICE, "10.9.9.9:1");
	}

	private static ProcessReport report(long uptime, long calls) {
		int[] buckets = { 40 };
		long[] inBuckets = { calls };
		return new ProcessReport(uptime, List.of(
				new SeriesCounts(Kind.PROVIDED_METHOD, DemoProvider.SERVICE, "Login", one.endpoint().toString(), calls,
						new int[0], new long[0], buckets, inBuckets, 0, new long[0], ""),
				new SeriesCounts(Kind.CONSUMED_METHOD, DemoProvider.SERVICE, "Login", null, calls, new int[] { 14 },
						new long[] { calls }, new int[0], new long[0], 0, new long[] { 0, calls }, "nowhere to go")),
				new ProcessLoad(0.5, 0.6, 2, 1L, 1L, 2L, 0.1, 33, 1L, 2L, 1L, 2L));
	}

	@Test
	void whatIsThereIsShown() throws Exception {
		JsonNode overview = this.api.get("/api/v1/overview");
		assertThat(overview.at("/overview/registry/live").asBoolean()).isTrue();
		assertThat(overview.at("/overview/instances").asInt()).isEqualTo(2);
		assertThat(overview.get("recent").size()).isPositive();
		JsonNode page = this.api.get("/api/v1/services?text=user&condition=ANY&page=0&size=10");
		assertThat(page.at("/services/0/name").asString()).isEqualTo(DemoProvider.SERVICE);
		assertThat(page.at("/services/0/versions").toString()).isEqualTo("[\"1\",\"2\"]");
		JsonNode service = this.api.get("/api/v1/services/" + DemoProvider.SERVICE);
		assertThat(service.at("/methods/0/cells").toString()).isEqualTo("[\"SERVED\",\"SERVED\"]");
		assertThat(service.at("/instances/0/application").asString()).isEqualTo("shop");
		assertThat(service.at("/instances/0/uptime").asString()).startsWith("PT");
		JsonNode instance = this.api.get("/api/v1/instances/" + one.endpoint());
		assertThat(instance.at("/endpoint").asString()).isEqualTo(one.endpoint().toString());
		assertThat(instance.at("/services/0/service").asString()).isEqualTo(DemoProvider.SERVICE);
		assertThat(this.api.get("/api/v1/consumers").at("/0/application").asString()).isEqualTo("web");
		JsonNode topology = this.api.get("/api/v1/topology");
		assertThat(topology.at("/edges/0").toString()).contains("\"consumer\":\"web\"", "\"provider\":\"shop\"");
		assertThat(topology.at("/total").asInt()).isEqualTo(2);
		JsonNode callers = this.api.get("/api/v1/topology?page=1&size=1");
		assertThat(callers.at("/nodes/0/application").asString()).isEqualTo("web");
		assertThat(callers.get("edges")).hasSize(1);
		assertThat(this.api.get("/api/v1/topology?size=1").get("edges")).as("shop calls nobody").isEmpty();
		assertThat(this.api.problem(400, "GET", "/api/v1/topology?size=501").at("/detail").asString())
			.contains("Size 501");
		JsonNode arrived = this.api.get("/api/v1/journal?kind=INSTANCE_ARRIVED&limit=10");
		assertThat(arrived).hasSize(2).allMatch((entry) -> entry.at("/subject").asString().equals("shop"));
		assertThat(this.api.get("/api/v1/rules/unmatched").isArray()).isTrue();
	}

	@Test
	void anInstanceOutOfServiceGetsNoCallsWithinASecond() throws Exception {
		assertEffective(instance(one) + "/out-of-service", two);
	}

	@Test
	void aMethodOutOfServiceAtAnInstanceGetsNoCallsThereWithinASecond() throws Exception {
		assertEffective(instance(one) + "/methods/Login/out-of-service", two);
	}

	@Test
	void aVersionOutOfServiceGetsNoCallsWithinASecond() throws Exception {
		assertEffective("/api/v1/services/" + DemoProvider.SERVICE + "/versions/out-of-service?version=2", one);
	}

	@Test
	void allThatAnEndpointOffersGetsNoCallsWithinASecond() throws Exception {
		assertEffective("/api/v1/instances/" + two.endpoint() + "/out-of-service", one);
	}

	@Test
	void anInstanceOfWeightZeroGetsNoCallsWithinASecond() throws Exception {
		assertEffective(() -> this.api.expect(200, "PUT", instance(one) + "/weight", "{\"weight\":0}"),
				() -> this.api.delete(instance(one) + "/weight"), two);
	}

	@Test
	void commandsAreWrittenDownWithTheirOperator() throws Exception {
		this.api.put(instance(one) + "/out-of-service?lifetime=UNTIL_RESTART");
		this.api.delete(instance(one) + "/out-of-service");
		JsonNode entries = this.api.get("/api/v1/journal?limit=2&instance=" + one.endpoint());
		assertThat(entries.at("/0/kind").asString()).isEqualTo("INSTANCE_PUT_BACK");
		assertThat(entries.at("/1/kind").asString()).isEqualTo("INSTANCE_TAKEN_OUT");
		assertThat(entries.at("/1/actor").asString()).isEqualTo(User.OPERATOR.name());
		assertThat(entries.at("/1/after").asString()).isEqualTo("UNTIL_RESTART");
		JsonNode older = this.api.get("/api/v1/journal?limit=1&before=" + entries.at("/0/id").asLong());
		assertThat(older.at("/0/id").asLong()).isEqualTo(entries.at("/1/id").asLong());
	}

	@Test
	void theLastInstanceInServiceNeedsForce() throws Exception {
		String version = "/api/v1/services/" + DemoProvider.SERVICE + "/versions/out-of-service?version=";
		this.api.put(version + "1");
		JsonNode problem = this.api.problem(409, "PUT", version + "2");
		assertThat(problem.at("/reason").asString()).isEqualTo("LAST_IN_SERVICE");
		assertThat(problem.at("/detail").asString()).contains("Login").contains("force");
		this.api.put(version + "2&force=true");
		this.api.delete(version + "1");
		this.api.delete(version + "2");
	}

	@Test
	void aMethodThatNoInstanceTakesIsAnOutageEverywhere() throws Exception {
		String method = "/methods/Login/out-of-service";
		this.api.put(instance(one) + method);
		this.api.put(instance(two) + method + "?force=true");
		JsonNode overview = this.api.get("/api/v1/overview").get("overview");
		assertThat(overview.at("/health/METHODS_DOWN").asInt()).isOne();
		assertThat(overview.at("/servicesWithoutInstance").asInt()).isZero();
		for (String condition : List.of("ATTENTION", "UNAVAILABLE", "IMPAIRED")) {
			JsonNode listed = this.api.get("/api/v1/services?condition=" + condition).at("/services/0/health");
			assertThat(listed.at("/level").asString()).as(condition).isEqualTo("METHODS_DOWN");
			assertThat(listed.at("/methodsDown").toString()).contains("\"Login\"");
		}
		assertThat(this.api.get("/api/v1/services/" + DemoProvider.SERVICE).at("/health/level").asString())
			.isEqualTo("METHODS_DOWN");
		JsonNode health = this.api.get("/actuator/health/services");
		assertThat(health.at("/status").asString()).isEqualTo("OUTAGE");
		assertThat(health.at("/details/attention/" + DemoProvider.SERVICE).asString()).isEqualTo("METHODS_DOWN");
		assertThat(this.api.get("/actuator/health").at("/status").asString()).as("of this server").isEqualTo("UP");
		assertThat(this.api.expect(200, "GET", "/actuator/prometheus", null).body())
			.contains("rpc_registry_server_services{health=\"methods_down\"} 1.0");
		this.api.delete(instance(one) + method);
		this.api.delete(instance(two) + method);
		assertThat(this.api.get("/actuator/health/services").at("/status").asString()).isEqualTo("UP");
	}

	@Test
	void theSecondOfTwoOperatorsIsTold() throws Exception {
		int seen = this.api.get("/api/v1/services/" + DemoProvider.SERVICE).at("/rulesVersion").asInt();
		String ifMatch = "\"" + seen + "\"";
		HttpResponse<String> set = this.api.expect(200, "PUT", instance(one) + "/weight", "{\"weight\":7}", "If-Match",
				ifMatch);
		assertThat(set.headers().firstValue("ETag")).hasValue("\"" + (seen + 1) + "\"");
		JsonNode problem = this.api.problem(412, "DELETE", instance(one) + "/weight", "If-Match", ifMatch);
		assertThat(problem.at("/detail").asString()).contains("by " + User.OPERATOR.name());
		this.api.delete(instance(one) + "/weight");
	}

	@Test
	void everyErrorIsAProblemThatSaysWhatToDo() throws Exception {
		assertProblem(404, "GET", "/api/v1/nothing");
		assertProblem(404, "GET", "/api/v1/services/demo.Nobody", "demo.Nobody");
		assertProblem(404, "GET", "/api/v1/instances/10.9.9.9:1", "10.9.9.9:1");
		assertProblem(400, "GET", "/api/v1/instances/nonsense");
		assertProblem(400, "GET", "/api/v1/services?size=0", "between 1 and 500");
		assertProblem(400, "GET", "/api/v1/services?condition=GREEN");
		assertProblem(400, "GET", "/api/v1/journal?limit=many");
		assertProblem(405, "POST", "/api/v1/overview");
		assertProblem(404, "PUT", "/api/v1/services/demo.Nobody/versions/out-of-service?version=1", "demo.Nobody");
		assertProblem(400, "PUT", "/api/v1/services/" + DemoProvider.SERVICE + "/versions/out-of-service");
		assertProblem(404, "PUT", "/api/v1/services/" + DemoProvider.SERVICE + "/instances/10.9.9.9:1/out-of-service");
		assertProblem(404, "PUT", instance(one) + "/methods/Nothing/out-of-service", "Nothing");
		assertProblem(404, "DELETE", instance(one) + "/rule");
		assertProblem(400, "PUT", instance(one) + "/out-of-service?lifetime=FOREVER");
		assertProblem(415, "PUT", instance(one) + "/weight");
		this.api.expect(422, "PUT", instance(one) + "/weight", "{\"weight\":10001}");
		this.api.expect(400, "PUT", instance(one) + "/weight", "{}");
		this.api.expect(400, "PUT", instance(one) + "/weight", "{\"weight\":");
		this.api.problem(400, "DELETE", instance(one) + "/weight", "If-Match", "\"new\"");
	}

	@Test
	void aViewerLooksButDoesNotCommand() throws Exception {
		ApiClient viewer = new ApiClient("http://127.0.0.1:" + this.port, User.VIEWER);
		assertThat(viewer.get("/api/v1/overview").has("recent")).isTrue();
		viewer.problem(403, "PUT", instance(one) + "/out-of-service");
		viewer.problem(403, "DELETE", instance(one) + "/rule");
	}

	@Test
	void theApiDescribesItself() throws Exception {
		JsonNode description = this.api.get("/api/v1/openapi.json");
		assertThat(description.get("openapi").asString()).startsWith("3.");
		assertThat(description.get("paths").propertyNames()).contains("/api/v1/overview", "/api/v1/changes",
				"/api/v1/services/{service}/instances/{endpoint}/methods/{method}/out-of-service");
		assertThat(description.get("paths").propertyNames()).allMatch((path) -> path.startsWith("/api/v1/"));
		assertThat(description.at("/components/schemas/ServiceSummary/properties/name/type").asString())
			.isEqualTo("string");
	}

	@Test
	void aMethodIsCalledByHand() throws Exception {
		JsonNode methods = this.api.get(instance(one) + "/methods");
		assertThat(methods.at("/0/name").asString()).isEqualTo("Login");
		HttpResponse<String> answer = this.api.expect(200, "POST", instance(one) + "/methods/Login/calls",
				"{\"request\": {\"name\": \"ann\"}}");
		JsonNode call = JsonMapper.shared().readTree(answer.body());
		assertThat(call.get("status").asString()).isEqualTo("OK");
		assertThat(call.get("response").toString())
			.isEqualTo("{\"success\":true,\"servedBy\":\"" + one.endpoint() + "\"}");
		assertThat(this.api.expect(422, "POST", instance(one) + "/methods/Login/calls", "{\"request\": {\"nme\": 1}}")
			.body()).contains("\"reason\":\"INVALID\"");
		assertThat(this.api.get("/api/v1/journal?kind=METHOD_TRIED").at("/0/actor").asString())
			.isEqualTo(User.OPERATOR.name());
		ApiClient viewer = new ApiClient("http://127.0.0.1:" + this.port, User.VIEWER);
		viewer.expect(403, "POST", instance(one) + "/methods/Login/calls", "{}");
	}

	@Test
	void theExamplesOfTheDocumentationWork() throws Exception {
		String page = Files.readString(CommittedFile.repository().resolve("docs/operations.md"));
		List<MatchResult> examples = CURL.matcher(page).results().toList();
		assertThat(examples).hasSizeGreaterThan(15);
		for (MatchResult example : examples) {
			String method = (example.group(1) != null) ? example.group(1) : "GET";
			String path = example.group(3).replace("10.0.0.1:9090", one.endpoint().toString());
			if (path.endsWith("/changes")) {
				// Does not end.
				continue;
			}
			this.api.expect(200, method, path, example.group(2));
		}
	}

	@Test
	void everyLinkOfEveryPageLeadsSomewhere() throws Exception {
		LinkCrawler crawler = new LinkCrawler("http://127.0.0.1:" + this.port, "", "", Map.of());
		crawler.login(User.OPERATOR);
		assertThat(crawler.crawl()).as("pages and what they name").hasSizeGreaterThan(30);
	}

	@Test
	void changesAreStreamedAndTheStreamIsBounded() throws Exception {
		try (EventStream first = EventStream.open(this.port, User.VIEWER, "");
				EventStream second = EventStream.open(this.port, User.VIEWER, "Last-Event-ID: 0\r\n")) {
			Awaitility.await().atMost(LONG).until(() -> first.has("event:catalog") && second.has("event:journal"));
			assertThat(this.api.problem(503, "GET", "/api/v1/changes").at("/detail").asString())
				.contains("rpc.registry-server.changes.max-subscribers");
			Awaitility.await().atMost(LONG).until(() -> first.lines().contains(":"));
			first.lines().clear();
			this.api.put(instance(one) + "/methods/Login/out-of-service");
			Awaitility.await().atMost(LONG).until(() -> first.has("event:catalog") && first.has("METHOD_TAKEN_OUT"));
			this.api.delete(instance(one) + "/methods/Login/out-of-service");
		}
		// The quota of the closed stream is free again.
		Awaitility.await().atMost(LONG).ignoreException(ConditionTimeoutException.class).untilAsserted(() -> {
			try (EventStream again = EventStream.open(this.port, User.VIEWER, "")) {
				Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> again.has("event:catalog"));
			}
		});
	}

	private void assertEffective(String path, DemoProvider rest) throws Exception {
		assertEffective(() -> this.api.put(path), () -> this.api.delete(path), rest);
	}

	private void assertEffective(Callable<?> set, Callable<?> takeBack, DemoProvider rest) throws Exception {
		Set<String> only = Set.of(rest.endpoint().toString());
		Duration soonest = LONG;
		// A busy machine may delay one attempt.
		for (int attempt = 0; attempt < 5 && soonest.compareTo(EFFECTIVE) > 0; attempt++) {
			set.call();
			Duration there = untilCalls((served) -> served.equals(only));
			takeBack.call();
			Duration back = untilCalls((served) -> served.size() == 2);
			logger.info("Effective after {} ms, and back after {} ms", there.toMillis(), back.toMillis());
			Duration longer = (there.compareTo(back) > 0) ? there : back;
			soonest = (longer.compareTo(soonest) < 0) ? longer : soonest;
		}
		assertThat(soonest).as("from the command to its effect on calls").isLessThan(EFFECTIVE);
	}

	/** Time until the start of ten calls that are served as expected. */
	private static Duration untilCalls(Predicate<Set<String>> expected) {
		long start = System.nanoTime();
		AtomicLong begin = new AtomicLong();
		Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(LONG).until(() -> {
			begin.set(System.nanoTime());
			return expected.test(consumer.calls(10));
		});
		return Duration.ofNanos(begin.get() - start);
	}

	private void assertProblem(int status, String method, String path, String... texts) throws Exception {
		JsonNode problem = this.api.problem(status, method, path);
		assertThat(problem.at("/status").asInt()).isEqualTo(status);
		assertThat(problem.at("/title").asString()).isNotBlank();
		assertThat(problem.at("/detail").asString()).as(path).isNotBlank();
		for (String text : texts) {
			assertThat(problem.at("/detail").asString()).as(path).contains(text);
		}
	}

	private static String instance(DemoProvider provider) {
		return "/api/v1/services/" + DemoProvider.SERVICE + "/instances/" + provider.endpoint();
	}

}
