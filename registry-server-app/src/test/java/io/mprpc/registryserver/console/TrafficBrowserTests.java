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

import io.mprpc.registry.zookeeper.embedded.EmbeddedZooKeeper;
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
 * Tests for what the console shows of calls, in a browser, with an instance that tells of
 * its calls, one that does not, and a caller.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "rpc.registry-server.port=0", "rpc.registry-server.traffic.interval=500ms" })
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
			browser.open("/");
			browser.type("#username", User.OPERATOR.name()).type("#password", User.OPERATOR.password());
			browser.click("main button").await("the console", () -> browser.has(".who"));
			browser.await("the service", () -> browser.open("/services/demo.UserService").has("#traffic"));
			browser.awaitText("#traffic", "Set rpc.server.admin.enabled=true");
			try (Provider telling = Neighbours.provider(zookeeper, "telling", "rpc.server.admin.enabled=true");
					Caller caller = Neighbours.caller(zookeeper, "web")) {
				browser.await("a plot", () -> {
					callSome(caller);
					return browser.has("#traffic .plot path.line.calls");
				});
				browser.awaitText("#traffic", "1 of 2 instances tell of their calls");
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
				// Nobody calls any more, and the page says so by itself.
				browser.await("no more calls", () -> browser.content("#traffic-now dd").equals("0"));
				assertThat(browser.<Boolean>script("return window.kept")).as("not loaded again").isTrue();
				browser.open("/topology");
				assertThat(browser.all(".edge")).isNotEmpty();
				assertThat(browser.complaints()).as("what the browser complained about").isEmpty();
			}
		}
	}

	@Test
	void whereCallsGoIsExplained() {
		String zookeeper = this.zooKeeper.connectString();
		try (Provider provider = Neighbours.provider(zookeeper, "plain");
				DemoConsumer consumer = DemoConsumer.serving(zookeeper);
				Browser browser = Browser.start("http://127.0.0.1:" + this.port, profile, "en")) {
			browser.open("/services");
			if (browser.has("#username")) {
				browser.type("#username", User.OPERATOR.name()).type("#password", User.OPERATOR.password());
				browser.click("main button").await("the console", () -> browser.has(".who"));
			}
			browser.await("the service", () -> browser.open("/services/demo.UserService").has("#explain"));
			browser.click("#explain").await("the page", () -> browser.has("#explain-instances"));
			browser.await("what the consumer says", () -> {
				consumer.call();
				browser.open("/services/demo.UserService/explain?method=GetProfile");
				return browser.has(".consumer tbody")
						&& browser.content(".consumer tbody").contains(provider.endpoint());
			});
			assertThat(browser.content(".consumer h2")).startsWith("gate at ");
			assertThat(browser.content("#explain-instances tbody")).contains(provider.endpoint(), "picked");
			assertThat(browser.content("select#method")).contains("Login", "GetProfile");
			assertThat(browser.complaints()).as("what the browser complained about").isEmpty();
		}
	}

	private static void callSome(Caller caller) {
		for (int i = 0; i < 20; i++) {
			caller.login();
		}
	}

}
