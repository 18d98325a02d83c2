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

package io.mprpc.registryserver.console;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.testing.ApiClient;
import io.mprpc.registryserver.testing.ScriptedTraffic;
import io.mprpc.registryserver.testing.User;
import io.mprpc.registryserver.testing.WebBrowser;
import io.mprpc.registryserver.testing.ZooKeeperClient;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.ProcessLoad;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;
import io.mprpc.registryserver.traffic.model.ProcessTraffic.MethodOfProcess;
import io.mprpc.registryserver.traffic.model.ProcessTraffic.PickedInstance;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.ReportingProcess.State;
import io.mprpc.registryserver.traffic.model.ServiceTraffic;
import io.mprpc.registryserver.traffic.model.TrafficEdge;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
import io.mprpc.registryserver.traffic.model.UnsentReason;
import io.mprpc.reports.v1.ExplainResponse;
import io.mprpc.reports.v1.Explanation;
import io.mprpc.reports.v1.Route;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the pages of processes, of what they explain and of the topology, with
 * figures and answers that each test sets.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "rpc.registry-server.zookeeper.port=0")
// The server writes to its directory until it stops.
@DirtiesContext
class ProcessPagesTests {

	private static final String ROOT = "/mprpc/default";

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final String WEB = "web@10.0.0.9:4711:00000000-0000-4000-8000-000000000001";

	private static final String HOSTILE = "<script>alert(1)</script>";

	@TempDir
	private static Path directory;

	@TempDir
	private static Path profile;

	private static Browser browser;

	@Autowired
	private EmbeddedZooKeeper zooKeeper;

	@Autowired
	private ScriptedTraffic traffic;

	@LocalServerPort
	private int port;

	private ZooKeeper client;

	private WebBrowser pages;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		User.OPERATOR.addTo(registry, 0);
	}

	@BeforeEach
	void connect() throws Exception {
		this.client = ZooKeeperClient.connect(this.zooKeeper.connectString());
		write(ROOT + "/services/demo.UserService/Login/10.0.0.1:9090", "");
		write(ROOT + "/services/demo.UserService/.meta/10.0.0.1:9090", "{\"application\":\"users\"}");
		write(ROOT + "/consumers/demo.UserService/" + WEB, "");
		this.pages = new WebBrowser("http://127.0.0.1:" + this.port);
		this.pages.login(User.OPERATOR);
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(page("/services/demo.UserService")).contains("10.0.0.1:9090", "web"));
	}

	@AfterEach
	void clear() throws Exception {
		this.traffic.clear();
		this.client.close();
	}

	@AfterAll
	static void quit() {
		if (browser != null) {
			browser.close();
		}
	}

	@Test
	void aProcessThatOnlyConsumesIsShownWithAllThatItReports() throws Exception {
		this.traffic.put(web(State.REPORTING));
		String list = page("/processes");
		assertThat(list).contains("web", "10.0.0.9:4711", "consumer", "reporting", "25.0 %", "12.0");
		String page = page("/processes/" + encoded(WEB));
		assertThat(page).contains("demo.UserService/Login", "deadline exceeded 0.50/s", "25.0 %", "of 8 processors")
			.contains("no instance takes calls of the method", "no instance of demo.UserService takes Login")
			.contains("2026-01-01 00:00:00 UTC")
			.contains("10.0.0.1:9090", "75.0 %", "9.0 ms")
			.contains("1.0 GiB", "of 4.0 GiB", "mprpc-java/1.0")
			.contains("/services/demo.UserService/explain?consumer=" + WEB);
		assertThat(page).doesNotContain("id=\"provides\"");
	}

	@Test
	void aProcessThatDoesNotReportSaysWhy() throws Exception {
		this.traffic.put(web(State.SILENT));
		assertThat(page("/processes")).contains("not reporting");
		assertThat(page("/processes/" + encoded(WEB))).contains("rpc.reports.enabled=false", "demo.UserService")
			.doesNotContain("id=\"load\"");
		this.traffic.put(web(State.REFUSED));
		assertThat(page("/processes/" + encoded(WEB))).contains("has refused its reports: It sent &lt;b&gt;too much");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b@h:1", "a%2Fb@h:1", "a;b=c@h:1", "a\\b@h:1", "\u670d\u52a1@h:1", "a b+c&d?e#f@h:1",
			"[fe80::1%25eth0]:9090", HOSTILE + "@h:1" })
	void anyIdentityHasAPage(String id) throws Exception {
		this.traffic.put(process(id, "", State.REPORTING, List.of()));
		String list = page("/processes");
		assertThat(list).contains("href=\"/processes/").doesNotContain(HOSTILE);
		String link = list.replaceAll("(?s).*?href=\"(/processes/[^\"]+)\".*", "$1").replace("&amp;", "&");
		assertThat(page(link)).contains(HtmlUtils.htmlEscape(id)).doesNotContain(HOSTILE);
		assertThat(this.pages.page("/processes/" + encoded("x" + id)).statusCode()).isEqualTo(404);
	}

	@Test
	void processesAreFilteredAndPaged() throws Exception {
		for (int i = 0; i < 1000; i++) {
			this.traffic.put(process("app-%03d@10.0.0.9:%d".formatted(i, i + 1), "app-%03d".formatted(i),
					(i % 2 == 0) ? State.REPORTING : State.SILENT, List.of()));
		}
		this.traffic.put(web(State.REPORTING));
		assertThat(page("/processes")).contains("1,001 processes", "Page 1 of 21").doesNotContain("app-051");
		assertThat(page("/processes?page=1")).contains("app-051");
		assertThat(page("/processes?reporting=MISSING")).contains("500 processes").doesNotContain("app-002<");
		assertThat(page("/processes?role=CONSUMER")).contains("One process", "10.0.0.9:4711");
		assertThat(page("/processes?text=DEMO.user")).contains("One process");
		assertThat(page("/processes?text=nothing")).contains("No matching processes");
		assertThat(this.pages.page("/processes?role=x").statusCode()).isEqualTo(400);
	}

	@Test
	void whatConsumersAnswerIsBoundedAndEscaped() throws Exception {
		this.traffic.put(web(State.REPORTING));
		Explanation.Builder explanation = Explanation.newBuilder().setChannel(HOSTILE).setRules("r".repeat(100_000));
		for (int i = 0; i < 1000; i++) {
			explanation.addRoutes(Route.newBuilder().setEndpoint("10.0.0.1:9090").setShare(7).setReason("\u202e" + i));
		}
		ExplainResponse.Builder answer = ExplainResponse.newBuilder();
		for (int i = 0; i < 20; i++) {
			answer.addExplanations(explanation);
		}
		this.traffic.answer(WEB, (request) -> CompletableFuture.completedFuture(answer.build()));
		String page = page("/services/demo.UserService/explain?method=Login");
		assertThat(page).contains(WEB, "&lt;script&gt;").doesNotContain(HOSTILE, "\u202e", "r".repeat(300));
		assertThat(page.split("10\\.0\\.0\\.1:9090")).hasSizeLessThan(5100);
	}

	@Test
	void anyConsumerCanBeAsked() throws Exception {
		for (int i = 0; i < 7; i++) {
			String id = "app-" + i / 4 + "@10.0.0.9:" + i;
			this.traffic.put(process(id, "app-" + i / 4, State.REPORTING, List.of(USERS)));
			this.traffic.answer(id,
					(request) -> CompletableFuture.completedFuture(ExplainResponse.newBuilder()
						.addExplanations(
								Explanation.newBuilder().setChannel(request.getService() + '/' + request.getMethod()))
						.build()));
		}
		this.traffic.put(web(State.SILENT));
		String path = "/services/demo.UserService/explain?method=Login";
		assertThat(asked(page(path))).as("alternating between applications")
			.containsExactly("app-0@10.0.0.9:0", "app-1@10.0.0.9:4", "app-0@10.0.0.9:1", "app-1@10.0.0.9:5",
					"app-0@10.0.0.9:2");
		String one = page(path + "&consumer=" + encoded("app-1@10.0.0.9:6"));
		assertThat(asked(one)).containsExactly("app-1@10.0.0.9:6");
		assertThat(one).contains("demo.UserService/Login")
			.contains("<option value=\"app-1@10.0.0.9:6\" selected=\"selected\">");
		assertThat(page(path + "&consumer=" + encoded(WEB))).contains("It does not report to this server");
		this.traffic.answer("app-1@10.0.0.9:6", (request) -> new CompletableFuture<>());
		ApiClient api = new ApiClient("http://127.0.0.1:" + this.port, User.OPERATOR);
		assertThat(api.get("/api/v1" + path + "&consumer=" + encoded("app-1@10.0.0.9:6"))
			.at("/consumers/0/error")
			.asString()).isEqualTo("It did not answer within 2 s");
		assertThat(api.get("/api/v1" + path + "&consumer=nobody").at("/consumers/0/error").asString())
			.isEqualTo("The registry does not know this process");
	}

	@Test
	void anInstanceShowsItsProcess() throws Exception {
		ReportingProcess users = new ReportingProcess("users@10.0.0.1:7", "users", "10.0.0.1", 7,
				List.of(Endpoint.parse("10.0.0.1:9090")), List.of(USERS), List.of(), State.REPORTING, Instant.EPOCH,
				Instant.EPOCH, "", 0, null, false);
		this.traffic.put(new ProcessTraffic(users, rates(12, 0, 0), CallRates.NONE, List.of(), List.of(), List.of(),
				List.of(), load()));
		this.traffic.put(new ServiceTraffic(USERS.value(), CallRates.NONE, 1, List.of(),
				List.of(new ServiceTraffic.InstanceCalls("10.0.0.1:9090", users.id(), rates(12, 1, 0))), List.of()));
		assertThat(page("/instances/10.0.0.1:9090")).contains("/processes/users@10.0.0.1:7", "of 8 processors",
				"Failed/s", "12.0");
		this.traffic.clear();
		assertThat(page("/instances/10.0.0.1:9090")).contains("No process is known to take calls here");
	}

	@Test
	void theTopologyTellsRatesFailuresAndUnsentCalls() throws Exception {
		this.traffic.edges(new TrafficEdge("web", USERS.value(), rates(12, 1, 0.5)));
		assertThat(page("/topology")).contains("call w3 failing")
			.contains("demo.UserService: 12.0 calls/s, 1.0 failed/s, 0.50 not sent/s");
	}

	@Test
	void pagesAreFollowedInABrowser() throws Exception {
		this.traffic.put(web(State.REPORTING));
		this.traffic.edges(new TrafficEdge("web", USERS.value(), rates(12, 1, 0.5)));
		this.traffic.answer(WEB,
				(request) -> CompletableFuture.completedFuture(ExplainResponse.newBuilder()
					.addExplanations(Explanation.newBuilder()
						.setChannel("mprpc:///" + request.getService())
						.addRoutes(Route.newBuilder().setEndpoint("10.0.0.1:9090").setPicked(true).setShare(1)))
					.build()));
		signIn();
		browser.open("/topology");
		assertThat(browser.all(".graph .call.failing[data-from='web'][data-to='users']")).hasSize(1);
		browser.open("/processes").click("tr[data-process^='web@'] th a");
		browser.await("the process", () -> browser.path().startsWith("/processes/web@"));
		assertThat(browser.content("#unsent tbody")).contains("demo.UserService/Login", "no instance takes calls");
		assertThat(browser.content("#picked tbody")).contains("10.0.0.1:9090", "75.0 %");
		browser.await("the stream", () -> browser.content("#live").equals("live"));
		browser.script("window.kept = true");
		this.traffic.put(web(State.SILENT));
		browser.awaitText("#summary", "not reporting");
		this.traffic.put(web(State.REPORTING));
		browser.awaitText("#picked", "75.0 %");
		assertThat(browser.<Boolean>script("return window.kept")).as("not loaded again").isTrue();
		browser.size(390, 844);
		assertThat(browser.<Boolean>script("return document.documentElement.scrollWidth <= innerWidth"))
			.as("fits a phone")
			.isTrue();
		browser.size(1440, 1000);
		browser.click("#consumes a.act").await("the explanation", () -> browser.has("#consumer-0"));
		assertThat(browser.content("#consumer-0 tbody")).contains("10.0.0.1:9090", "picked", "100 %");
		assertThat(browser.<String>script("return document.getElementById('consumer').value")).isEqualTo(WEB);
		assertThat(browser.complaints()).as("what the browser complained about").isEmpty();
	}

	private void signIn() {
		if (browser == null) {
			browser = Browser.start("http://127.0.0.1:" + this.port, profile, "en");
		}
		browser.open("/");
		if (browser.has("#username")) {
			browser.type("#username", User.OPERATOR.name()).type("#password", User.OPERATOR.password());
			browser.click("main button").await("the console", () -> browser.has(".who"));
		}
	}

	private String page(String path) throws Exception {
		HttpResponse<String> page = this.pages.page(path);
		assertThat(page.statusCode()).as(path).isEqualTo(200);
		return page.body();
	}

	private static List<String> asked(String page) {
		List<String> asked = new ArrayList<>();
		Pattern.compile("data-process=\"([^\"]+)\"")
			.matcher(page)
			.results()
			.forEach((found) -> asked.add(found.group(1)));
		return asked;
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static ProcessTraffic web(State state) {
		boolean reports = state == State.REPORTING;
		ReportingProcess process = new ReportingProcess(WEB, "web", "10.0.0.9", 4711, List.of(), List.of(),
				List.of(USERS), state, reports ? Instant.EPOCH : null, reports ? Instant.EPOCH : null, "mprpc-java/1.0",
				0, (state == State.REFUSED) ? "It sent <b>too much" : null, false);
		if (!reports) {
			return new ProcessTraffic(process, CallRates.NONE, CallRates.NONE, List.of(), List.of(), List.of(),
					List.of(), null);
		}
		return new ProcessTraffic(process, CallRates.NONE, rates(12, 1, 0.5), List.of(),
				List.of(new MethodOfProcess(USERS.value(), "Login", rates(12, 1, 0.5))),
				List.of(new PickedInstance(USERS.value(), "10.0.0.1:9090", rates(9, 0, 0)),
						new PickedInstance(USERS.value(), "10.0.0.2:9090", rates(3, 0, 0))),
				List.of(new UnsentCalls(WEB, "web", USERS.value(), "Login", UnsentReason.NO_INSTANCE, 0.5,
						"no instance of demo.UserService takes Login", Instant.parse("2026-01-01T00:00:00Z"),
						Instant.parse("2026-01-01T00:00:09Z"), false)),
				load());
	}

	private static ProcessTraffic process(String id, String application, State state, List<ServiceName> consumes) {
		return new ProcessTraffic(
				new ReportingProcess(id, application, "10.0.0.9", 1, List.of(), List.of(), consumes, state, null, null,
						"", 0, null, false),
				CallRates.NONE, CallRates.NONE, List.of(), List.of(), List.of(), List.of(), null);
	}

	private static CallRates rates(double calls, double failed, double unsent) {
		return new CallRates(calls, failed, (failed > 0) ? Map.of("DEADLINE_EXCEEDED", failed - unsent) : Map.of(),
				unsent, (unsent > 0) ? Map.of(UnsentReason.NO_INSTANCE, unsent) : Map.of(), 2, 1.0, 9.0);
	}

	private static ProcessLoad load() {
		long gigabyte = 1L << 30;
		return new ProcessLoad(0.25, 0.5, 8, gigabyte, gigabyte / 2, 4 * gigabyte, 0.01, 42, 20 * gigabyte,
				100 * gigabyte, 120L, 65536L);
	}

	/** Creates a node with parents; one that exists is fine. */
	private void write(String path, String data) throws Exception {
		for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
			create(path.substring(0, slash), "", CreateMode.PERSISTENT);
		}
		create(path, data, CreateMode.EPHEMERAL);
	}

	private void create(String path, String data, CreateMode mode) throws Exception {
		try {
			this.client.create(path, data.getBytes(StandardCharsets.UTF_8), Ids.OPEN_ACL_UNSAFE, mode);
		}
		catch (KeeperException.NodeExistsException ex) {
			// Fine.
		}
	}

	@TestConfiguration
	static class Script {

		@Bean
		@Primary
		ScriptedTraffic scriptedTraffic() {
			return new ScriptedTraffic();
		}

	}

}
