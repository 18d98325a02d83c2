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

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registryserver.console.Neighbours.Caller;
import io.mprpc.registryserver.console.Neighbours.Provider;
import io.mprpc.registryserver.testing.DemoConsumer;
import io.mprpc.registryserver.testing.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the call statistics of the console in a browser, with an instance that
 * reports statistics, one that does not, and a caller.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "rpc.registry-server.zookeeper.port=0", "rpc.registry-server.traffic.interval=500ms" })
class TrafficBrowserTests {

	@TempDir
	private static Path directory;

	@TempDir
	private static Path profile;

	@Autowired
	private EmbeddedZooKeeper zooKeeper;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		User.OPERATOR.addTo(registry, 0);
	}

	@Test
	void callsAreShownAsNumbersPlotsAndATableAndFollowThePresent() {
		String zookeeper = this.zooKeeper.connectString();
		try (Provider silent = Neighbours.provider(zookeeper, "silent");
				Browser browser = Browser.start("http://127.0.0.1:" + this.port, profile, "en")) {
			signIn(browser);
			browser.await("the service", () -> browser.open("/services/demo.UserService").has("#traffic"));
			browser.awaitText("#traffic", "Set rpc.server.admin.enabled=true");
			try (Provider telling = Neighbours.provider(zookeeper, "telling", "rpc.server.admin.enabled=true");
					Caller caller = Neighbours.caller(zookeeper, "web")) {
				browser.await("a plot", () -> {
					callSome(caller);
					return browser.has("#traffic .plot path.line.calls");
				});
				browser.awaitText("#traffic", "1 of 2 instances report call statistics");
				assertThat(browser.content("#traffic .plot .axis text.column")).isEqualTo("\u221260 min");
				assertThat(browser.all("#traffic .plot")).hasSize(3)
					.allSatisfy(
							(plot) -> assertThat(plot.getDomAttribute("aria-label")).endsWith("over the last hour"));
				assertThat(browser.content("#traffic-table tbody")).containsPattern("\\d ms");
				assertThat(browser.content("#traffic-methods tbody")).contains("Login");
				browser.await("calls in the matrix", () -> {
					callSome(caller);
					String calls = browser.content("[id='at-" + telling.endpoint() + "'] td.calls");
					return !calls.isEmpty() && !calls.equals("0") && !calls.equals("\u2013");
				});
				assertThat(browser.content("[id='at-" + silent.endpoint() + "'] td.calls")).isEqualTo("\u2013");
				browser.script("window.kept = true");
				// No calls are made any more, and the page updates itself.
				browser.await("no more calls", () -> browser.content("#traffic-now dd").equals("0"));
				assertThat(browser.<Boolean>script("return window.kept")).as("not loaded again").isTrue();
				browser.open("/topology");
				assertThat(browser.all(".edge")).isNotEmpty();
				assertThat(browser.complaints()).as("what the browser complained about").isEmpty();
			}
		}
	}

	@Test
	void oneMethodAndOneInstanceHavePlotsOfTheirOwn() {
		String zookeeper = this.zooKeeper.connectString();
		try (Provider silent = Neighbours.provider(zookeeper, "silent");
				Provider telling = Neighbours.provider(zookeeper, "telling", "rpc.server.admin.enabled=true");
				Caller caller = Neighbours.caller(zookeeper, "web");
				Browser browser = Browser.start("http://127.0.0.1:" + this.port, profile, "en")) {
			signIn(browser);
			browser.await("the service", () -> browser.open("/services/demo.UserService").has("#matrix"));
			browser.await("the method in the head of the matrix", () -> {
				callSome(caller);
				return browser.has("#traffic-methods tbody a");
			});
			browser.click("#matrix th.m a[href$='/methods/Login']");
			browser.await("the method", () -> browser.path().equals("/services/demo.UserService/methods/Login"));
			awaitPlots(browser, "#traffic", caller);
			browser.awaitText("#summary", "2 of 2 instances take its calls");
			assertThat(browser.content("h1")).isEqualTo("Login");
			browser.open("/services/demo.UserService/methods/GetProfile");
			assertThat(browser.content("#traffic-now dd")).as("a method that nobody calls").isEqualTo("0");
			browser.open("/services/demo.UserService/methods/Nothing");
			assertThat(browser.has("#traffic")).isFalse();
			browser.open("/instances/" + telling.endpoint());
			awaitPlots(browser, "#offer-0", caller);
			browser.script("window.kept = true");
			browser.click("#traffic-0-table summary");
			// No calls are made any more, and the page updates itself.
			browser.await("no more calls", () -> browser.content("#traffic-0-now dd").equals("0"));
			assertThat(browser.<Boolean>script("return window.kept")).as("not loaded again").isTrue();
			assertThat(browser.has("#traffic-0-table[open]")).as("still open").isTrue();
			browser.open("/instances/" + silent.endpoint());
			browser.awaitText("#offer-0", "It reports no call statistics: set rpc.server.admin.enabled=true");
		}
	}

	@Test
	void whereCallsGoIsExplained() {
		String zookeeper = this.zooKeeper.connectString();
		try (Provider provider = Neighbours.provider(zookeeper, "plain");
				DemoConsumer consumer = DemoConsumer.serving(zookeeper);
				Browser browser = Browser.start("http://127.0.0.1:" + this.port, profile, "en")) {
			signIn(browser);
			browser.await("the service", () -> browser.open("/services/demo.UserService").has("#explain"));
			browser.click("#explain").await("the page", () -> browser.has("#explain-instances"));
			browser.await("what the consumer says", () -> {
				consumer.call();
				browser.open("/services/demo.UserService/explain?method=GetProfile");
				return browser.has(".consumer tbody")
						&& browser.content(".consumer tbody").contains(provider.endpoint());
			});
			assertThat(browser.content(".consumer h2")).startsWith("As seen by gate at ");
			assertThat(browser.content("#explain-instances tbody")).contains(provider.endpoint(), "picked");
			assertThat(browser.content("select#method")).contains("Login", "GetProfile");
			browser.await("a line as thick as it is used", () -> {
				consumer.calls(10);
				String edge = ".edge[data-from='gate'][data-to='plain']";
				return browser.open("/topology").has(edge + ":is(.w1, .w2, .w3, .w4, .w5)");
			});
			assertThat(browser.complaints()).as("what the browser complained about").isEmpty();
		}
	}

	private static void signIn(Browser browser) {
		browser.open("/");
		if (browser.has("#username")) {
			browser.type("#username", User.OPERATOR.name()).type("#password", User.OPERATOR.password());
			browser.click("main button").await("the console", () -> browser.has(".who"));
		}
	}

	/**
	 * Waits, on a page that is not loaded again, for the charts of calls that are made.
	 */
	private static void awaitPlots(Browser browser, String within, Caller caller) {
		browser.script("window.kept = true");
		browser.await("plots in " + within, () -> {
			callSome(caller);
			return browser.has(within + " .plot path.line.calls") && browser.has(within + " .plot path.line.p99");
		});
		browser.await("calls now in " + within, () -> {
			callSome(caller);
			return browser.content(within + " [id$='-now'] dd").matches("[1-9].*");
		});
		assertThat(browser.all(within + " .plot")).hasSize(3);
		assertThat(browser.<Boolean>script("return window.kept")).as("not loaded again").isTrue();
		assertThat(browser.content(within + " details tbody")).containsPattern("\\d ms.*\\d ms");
	}

	private static void callSome(Caller caller) {
		for (int i = 0; i < 20; i++) {
			caller.login();
		}
	}

}
