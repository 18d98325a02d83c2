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

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registryserver.console.Neighbours.Caller;
import io.mprpc.registryserver.console.Neighbours.Provider;
import io.mprpc.registryserver.testing.User;
import io.mprpc.registryserver.traffic.ProcessIdentity;
import io.mprpc.registryserver.traffic.ProcessReport;
import io.mprpc.registryserver.traffic.ReportReceiver;
import io.mprpc.registryserver.traffic.ReportReceiver.Reports;
import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.registryserver.traffic.SeriesCounts.Kind;
import io.mprpc.registryserver.traffic.model.UnsentReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.interactions.Actions;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for call statistics in a browser, over the running registry server, with a
 * provider and a consumer beside it. Reports come from processes that this test makes up.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "rpc.registry-server.zookeeper.port=0")
class TrafficBrowserTests {

	private static final String SERVICE = "demo.UserService";

	private static final String PAGE = "/services/" + SERVICE;

	@TempDir
	private static Path directory;

	@TempDir
	private static Path profile;

	private static Browser browser;

	private static Provider provider;

	private static Caller caller;

	@Autowired
	private EmbeddedZooKeeper zooKeeper;

	@Autowired
	private ReportReceiver receiver;

	@LocalServerPort
	private int port;

	private ReportedCalls calls;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		User.OPERATOR.addTo(registry, 0);
	}

	@BeforeEach
	void start() {
		if (browser == null) {
			provider = Neighbours.provider(this.zooKeeper.connectString(), "users", "rpc.reports.enabled=false");
			caller = Neighbours.caller(this.zooKeeper.connectString(), "web", "rpc.reports.enabled=false");
			browser = Browser.start("http://127.0.0.1:" + this.port, profile, "en");
			browser.open("/").type("#username", User.OPERATOR.name()).type("#password", User.OPERATOR.password());
			browser.click("main button").await("the console", () -> browser.has(".who"));
		}
		browser.await("the service", () -> browser.open(PAGE).has("#matrix tbody tr"));
		this.calls = new ReportedCalls(this.receiver, provider.endpoint());
	}

	@AfterEach
	void nothingWentWrongInTheBrowser() {
		this.calls.close();
		assertThat(browser.complaints()).as("what the browser complained about").isEmpty();
		assertThat(browser.strangers()).as("requests that left the console").isEmpty();
	}

	@AfterAll
	static void stop() throws Exception {
		for (AutoCloseable each : new AutoCloseable[] { caller, provider, browser }) {
			if (each != null) {
				each.close();
			}
		}
	}

	@Test
	void callsAreShownAsNumbersPlotsAndATableAndFollowThePresent() {
		browser.script("window.kept = true");
		this.calls.serve(60, 600);
		browser.awaitText("#traffic-now", "Calls/s10.0");
		assertThat(browser.content("#traffic-methods tbody")).contains("Login 10.0");
		assertThat(browser.content("[id='at-" + provider.endpoint() + "'] td.calls")).isEqualTo("10.0");
		browser.await("three plots", () -> drawn("#traffic").equals(List.of(true, true, true)));
		assertThat(browser.<Boolean>script("return window.kept")).as("not loaded again").isTrue();
		assertThat(browser.all("#traffic-plots [role=img]"))
			.allSatisfy((plot) -> assertThat(plot.getDomAttribute("aria-label")).startsWith("Plot: "));
		assertThat(browser.content("#traffic-table tbody")).containsPattern("\\d ms");
		assertThat(browser.content("#consumers tbody")).contains("web");
		// A fresh service fills its plot: the line begins near its left end.
		assertThat(browser.<Number>script(BLANK_SHARE).doubleValue()).isLessThan(0.3);

		browser.click("#traffic-table summary");
		String canvas = "return document.querySelector('#traffic-plots canvas') === window.canvas";
		browser.script("window.canvas = document.querySelector('#traffic-plots canvas')");
		this.calls.serve(15, 0);
		browser.awaitText("#traffic-now", "Calls/s0 ");
		assertThat(browser.<Boolean>script(canvas)).as("the same plot").isTrue();
		assertThat(browser.has("#traffic-table[open]")).as("still open").isTrue();
		assertThat(browser.<Boolean>script("return window.kept")).as("not loaded again").isTrue();
	}

	@Test
	void valuesAreShownUnderThePointerAndTheRangeIsRemembered() {
		this.calls.serve(120, 600);
		browser.open(PAGE + "/methods/Login");
		browser.awaitText("#traffic-now", "Calls/s5.0");
		browser.await("three plots", () -> drawn("#traffic").equals(List.of(true, true, true)));
		browser.await("values under the pointer", () -> {
			new Actions(browser.driver()).moveToElement(browser.find("#traffic-plots .u-over"), 20, 0)
				.moveByOffset(5, 5)
				.perform();
			return browser.text("#traffic-plots [data-series=callsPerSecond] output").equals("5")
					&& browser.text("#traffic-plots [data-time]").matches("\\d\\d:\\d\\d:\\d\\d");
		});
		assertThat(browser.text("#traffic-plots [data-series=p99Millis] output")).endsWith(" ms");

		browser.script("window.kept = true");
		browser.click(".ranges a[data-range='6h']");
		browser.await("the range", () -> browser.text(".ranges a[aria-current]").equals("6 h"));
		browser.awaitText("#traffic-table caption", "30 minutes");
		assertThat(browser.<Boolean>script("return window.kept")).as("not loaded again").isTrue();
		browser.open(PAGE);
		assertThat(browser.text(".ranges a[aria-current]")).isEqualTo("6 h");
		browser.open(PAGE + "?range=15m");
		assertThat(browser.text(".ranges a[aria-current]")).isEqualTo("15 min");
		browser.open("/");
		assertThat(browser.text(".ranges a[aria-current]")).isEqualTo("15 min");
		browser.open(PAGE + "/methods/GetProfile");
		assertThat(browser.content("#traffic-now")).as("a method that nobody calls").startsWith("Calls/s0");
	}

	@Test
	void callsThatConsumersCannotSendMakeTheOverviewRedUnlessTheyAreMuted() {
		browser.open("/").awaitText("#verdict", "Everything is in service");
		browser.await("the stream", () -> browser.text("#live").equals("live"));
		browser.script("window.kept = true");
		this.calls.unsent(5, UnsentReason.NO_INSTANCE, "nowhere <b>to go</b>");
		browser.awaitText("#verdict", "Calls fail. Consumers cannot send calls of one method.");
		assertThat(browser.content("#outages tbody"))
			.startsWith(SERVICE + "/Login no instance takes calls of the method nowhere <b>to go</b> web 1.0");
		assertThat(browser.content("#attention")).contains("consumers cannot send calls");
		assertThat(browser.content("#counts")).doesNotContain("all methods can be called");
		browser.await("four plots", () -> drawn("#signals-plots, main").contains(true));

		browser.open(PAGE + "/methods/Login").awaitText("#traffic-now", "Failed100 %");
		browser.open(PAGE).awaitText("#traffic-methods tbody", "100 %");
		browser.awaitText("#summary", "consumers cannot send calls");
		browser.awaitText("#consumers tbody", "no instance takes calls of the method 1.0/s");
		browser.click("#consumers tbody a.act").await("the dialog", () -> browser.has("dialog[open]"));
		browser.type("dialog #reason", "wrong address").click("dialog button.primary");
		browser.awaitText("main [role=status]", "The consumers of web are muted.");
		browser.awaitText("#consumers tbody", "muted").await("no outage", () -> !browser.has("#outages section"));
		browser.awaitText("#own-faults tbody", "web muted Login no instance takes calls of the method");
		browser.open("/").awaitText("#verdict", "Everything is in service");
		assertThat(browser.content("#recent")).contains("Consumer muted", "web · wrong address · by olga");
		browser.click("#own-faults a.act").click("dialog button.primary");
		browser.awaitText("#verdict", "Calls fail.");

		browser.script("window.kept = true");
		this.calls.unsent(5, UnsentReason.DEADLINE, "waited for 1 s");
		browser.awaitText("#own-faults tbody", "web " + SERVICE + "/Login deadline passed while waiting");
		browser.await("no outage any more", () -> browser.content("#verdict").equals("Everything is in service"));
		assertThat(browser.<Boolean>script("return window.kept")).as("not loaded again").isTrue();
		assertThat(browser.has("#outages section")).isFalse();
	}

	// Share of the first plot's width that its line leaves blank at the left.
	private static final String BLANK_SHARE = """
			const canvas = document.querySelector('#traffic-plots canvas');
			const color = getComputedStyle(document.querySelector('#traffic-plots .sample')).color.match(/\\d+/g).map(Number);
			const { width, height } = canvas;
			const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
			for (let x = 0; x < width; x++) {
				for (let y = 0; y < height; y++) {
					const at = (y * width + x) * 4;
					if (data[at + 3] > 200 && color.every((part, i) => Math.abs(data[at + i] - part) < 12)) {
						return (x - 60) / (width - 60);
					}
				}
			}
			return 1;
			""";

	/** Whether each plot within an element shows any values. */
	private static List<Boolean> drawn(String within) {
		return browser.script(
				"""
						return [...document.querySelectorAll(arguments[0])].flatMap(each => [...each.querySelectorAll('[data-plot]')])
							.map(each => each.dataset.drawn > 0 && each.querySelector('canvas') !== null);
						""",
				within);
	}

	/**
	 * Processes of the applications {@code users} and {@code web} that report.
	 */
	private static final class ReportedCalls implements AutoCloseable {

		private static final int[] BUCKETS = { 30, 40 };

		private final Reports users;

		private final Reports web;

		private final String endpoint;

		private final long[] unsent = new long[UnsentReason.values().length];

		private long uptime = 1_000;

		private long served;

		ReportedCalls(ReportReceiver receiver, String endpoint) {
			this.endpoint = endpoint;
			this.users = receiver.accepted(process("users"));
			this.web = receiver.accepted(process("web"));
			report("");
		}

		private static ProcessIdentity process(String application) {
			return new ProcessIdentity(application + "@10.1.1.1:7:" + UUID.randomUUID(), application, application,
					"10.1.1.1", 7, "test/1");
		}

		/** Reports calls that were served over some seconds. */
		void serve(int seconds, int number) {
			this.uptime += seconds * 1000L;
			this.served += number;
			report("");
		}

		/** Reports calls that could not be sent, one a second. */
		void unsent(int seconds, UnsentReason reason, String text) {
			this.uptime += seconds * 1000L;
			this.unsent[reason.ordinal()] += seconds;
			report(text);
		}

		private void report(String text) {
			long[] fast = { this.served - this.served / 10, this.served / 10 };
			this.users.report(new ProcessReport(this.uptime, List.of(new SeriesCounts(Kind.PROVIDED_METHOD, SERVICE,
					"Login", this.endpoint, this.served, new int[0], new long[0], BUCKETS, fast, 0, new long[0], "")),
					null));
			long all = 0;
			for (long each : this.unsent) {
				all += each;
			}
			this.web.report(new ProcessReport(this.uptime,
					List.of(new SeriesCounts(Kind.CONSUMED_METHOD, SERVICE, "Login", null, all, new int[] { 14 },
							new long[] { all }, new int[0], new long[0], 0, this.unsent.clone(), text)),
					null));
		}

		@Override
		public void close() {
			this.users.close();
			this.web.close();
		}

	}

}
