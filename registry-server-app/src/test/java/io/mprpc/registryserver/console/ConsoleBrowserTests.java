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
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registryserver.console.Neighbours.Caller;
import io.mprpc.registryserver.console.Neighbours.Provider;
import io.mprpc.registryserver.testing.User;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the console in a browser, over the running registry server, with providers
 * and a consumer beside it. The registry is empty for the first test and full afterwards;
 * each other test leaves it as it found it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "rpc.registry-server.zookeeper.port=0", "rpc.registry-server.try-it.enabled=true" })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleBrowserTests {

	private static final Duration WITHIN = Duration.ofSeconds(20);

	private static final String SERVICE = "demo.UserService";

	private static final String PAGE = "/services/" + SERVICE;

	@TempDir
	private static Path directory;

	@TempDir
	private static Path profile;

	@Autowired
	private EmbeddedZooKeeper zooKeeper;

	@LocalServerPort
	private int port;

	private static Browser browser;

	private static Provider first;

	private static Provider second;

	private static Caller caller;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		User.OPERATOR.addTo(registry, 0);
		User.VIEWER.addTo(registry, 1);
	}

	@BeforeEach
	void start() {
		if (browser == null) {
			// One for all: its start takes longer than most tests.
			browser = Browser.start("http://127.0.0.1:" + this.port, profile, "en");
		}
	}

	@AfterAll
	static void stop() throws Exception {
		for (AutoCloseable each : new AutoCloseable[] { caller, second, first, browser }) {
			if (each != null) {
				each.close();
			}
		}
	}

	@AfterEach
	void nothingWentWrongInTheBrowser() {
		if (browser != null) {
			assertThat(browser.complaints()).as("what the browser complained about").isEmpty();
			assertThat(browser.strangers()).as("requests that left the console").isEmpty();
		}
	}

	@Test
	@Order(1)
	void aFreshRegistrySaysWhatToDoAndShowsTheFirstServiceWithoutAReload() {
		signIn(User.OPERATOR);
		assertThat(browser.text("#start pre"))
			.isEqualTo("rpc.registry.connect-string: " + this.zooKeeper.connectString());
		assertThat(browser.text("#registry")).contains("Registry is live");
		browser.await("the stream", () -> browser.text("#live").equals("live"));
		browser.script("window.kept = true");
		String zookeeper = this.zooKeeper.connectString();
		first = Neighbours.provider(zookeeper, "users-one", "rpc.server.version=1", "rpc.instance.zone=hz-1",
				"spring.grpc.server.reflection.enabled=true");
		browser.await("the first service", () -> !browser.has("#start"));
		browser.awaitText("#counts", "Services 1").awaitText("#recent", "Instance registered " + at(first));
		second = Neighbours.provider(zookeeper, "users-two", "rpc.server.version=2", "rpc.server.weight=50");
		caller = Neighbours.caller(zookeeper, "web");
		browser.awaitText("#counts", "Consumers 1").awaitText("#said", "1 services, 2 instances, 1 consumers");
		assertThat(browser.<Boolean>script("return window.kept")).as("not loaded again").isTrue();
		assertThat(answering(2)).containsExactlyInAnyOrder("users-one", "users-two");
	}

	@Test
	@Order(2)
	void oneSignsInAndOut() {
		browser.open("/login").click("header form button");
		browser.awaitText("main [role=status]", "You are signed out.").open("/services?text=User");
		assertThat(browser.path()).isEqualTo("/login");
		browser.type("#username", User.OPERATOR.name()).type("#password", "wrong").click("main button");
		browser.awaitText("main [role=alert]", "User or password is wrong.");
		browser.type("#username", User.OPERATOR.name())
			.type("#password", User.OPERATOR.password())
			.click("main button");
		browser.await("what one had asked for", () -> browser.path().startsWith("/services?text=User"));
		assertThat(browser.text(".who")).isEqualTo(User.OPERATOR.name());
	}

	@Test
	@Order(3)
	void servicesAreFilteredWhileOneTypes() {
		signIn(User.OPERATOR);
		browser.open("/services");
		assertThat(browser.text("#services tbody th")).isEqualTo(SERVICE);
		assertThat(browser.text("#services tbody tr")).contains("in service").contains("users-one, users-two");
		browser.type("#text", "nothing has this name").awaitText("#services", "No matching services");
		assertThat(browser.path()).startsWith("/services?text=nothing");
		browser.type("#text", "watchlog").awaitText("#services", SERVICE);
	}

	@Test
	@Order(4)
	void aServiceIsAMatrixOfMethodsAndInstances() {
		signIn(User.OPERATOR);
		browser.open(PAGE);
		List<String> methods = browser
			.script("return [...document.querySelectorAll('#matrix th.m .name')].map(each => each.textContent)");
		assertThat(methods).containsExactly("Chat", "GetProfile", "Login", "Upload", "WatchLogins");
		assertThat(browser.all("#matrix tbody tr")).hasSize(2);
		assertThat(row(first)).contains("users-one in service Take out 1 100 hz-1");
		assertThat(row(second)).contains("users-two in service Take out 2 50");
		assertThat(browser.content("#consumers")).contains("web 127.0.0.1");
		assertThat(browser.content("#versions")).contains("1 in service 1 / 1").contains("2 in service 1 / 1");
	}

	@Test
	@Order(5)
	void anInstanceIsTakenOutAndPutBackInADialog() {
		signIn(User.OPERATOR);
		browser.open(PAGE).click(rowSelector(first) + " a.act");
		browser.await("the dialog", () -> browser.has("dialog[open]"));
		assertThat(browser.text("dialog h1")).isEqualTo("Take " + at(first) + " out of service?");
		browser.find("dialog").sendKeys(Keys.ESCAPE);
		browser.await("no dialog", () -> !browser.has("dialog"));
		browser.click(rowSelector(first) + " a.act").click("dialog button.danger");
		browser.awaitText("main [role=status]", at(first) + " takes no new calls of " + SERVICE);
		assertThat(browser.path()).isEqualTo(PAGE);
		assertThat(row(first)).contains("out of service Put back");
		awaitAnswering("users-two");
		browser.click(rowSelector(first) + " a.act").click("dialog button.primary");
		browser.awaitText("main [role=status]", "takes calls of " + SERVICE + " again");
		awaitAnswering("users-one", "users-two");
	}

	@Test
	@Order(6)
	void aMethodIsTakenOutWhereItStandsInTheMatrix() {
		signIn(User.OPERATOR);
		String cell = rowSelector(second) + " a.cell[title=Login]";
		browser.open(PAGE).click(cell);
		browser.await("the dialog", () -> browser.has("dialog[open]"));
		browser.click("dialog input[value=UNTIL_RESTART]").click("dialog button.danger");
		browser.awaitText("main [role=status]", "takes no new calls of " + SERVICE + "/Login");
		assertThat(browser.content(cell)).isEqualTo("out of service");
		awaitAnswering("users-one");
		browser.click(rowSelector(first) + " a.cell[title=Login]").click("dialog button.danger");
		browser.awaitText("[role=alert]", "No instance would take these calls");
		refused();
		browser.click("[name=force]").click("main button.danger");
		browser.awaitText("#methods-down", "no instance takes calls of Login");
		assertThat(browser.text("#summary")).contains("no instance takes Login");
		browser.open("/");
		assertThat(browser.content("#attention")).contains("no instance takes Login").doesNotContain("Everything");
		assertThat(browser.content("#counts")).contains("1 with a method that no instance takes");
		browser.open("/services?condition=UNAVAILABLE").awaitText("#services", "no instance takes Login");
		browser.open("/instances/" + at(first))
			.click("#offer-0 .buttons a[href*='forget']")
			.click("dialog button.danger");
		browser.awaitText("main [role=status]", "All rules for " + at(first));
		browser.open("/instances/" + at(second));
		assertThat(browser.content("#offer-0")).contains("methods out of service: Login")
			.contains("It applies until the instance stops or restarts.");
		browser.click("#offer-0 table a.act[href*='method-in'][href*='Login']").click("dialog button.primary");
		browser.await("the instance's page", () -> browser.path().equals("/instances/" + at(second)));
		browser.awaitText("main [role=status]", "takes calls of " + SERVICE + "/Login again");
		awaitAnswering("users-one", "users-two");
	}

	@Test
	@Order(7)
	void aWeightIsChangedAndGivenBack() {
		signIn(User.OPERATOR);
		String weight = rowSelector(second) + " td.num a";
		browser.open(PAGE).click(weight);
		browser.await("the dialog", () -> browser.has("dialog[open]"));
		browser.type("dialog #weight", "0").click("dialog button.primary");
		browser.awaitText("main [role=status]", "is set");
		assertThat(row(second)).contains("0 instead of 50");
		awaitAnswering("users-one");
		browser.click(weight).await("the dialog", () -> browser.has("dialog[open]"));
		browser.find("dialog #weight").clear();
		browser.click("dialog button.primary");
		browser.await("its own weight", () -> !row(second).contains("instead of"));
		awaitAnswering("users-one", "users-two");
	}

	@Test
	@Order(8)
	void aVersionIsTakenOutAndTheLastOneOnlyByForce() {
		signIn(User.OPERATOR);
		browser.open(PAGE).click("#versions a[href*='version=1']").click("dialog button.danger");
		browser.awaitText("main [role=status]", "Version 1 of " + SERVICE + " takes no new calls");
		awaitAnswering("users-two");
		browser.click("#versions a[href*='version=2']").click("dialog button.danger");
		browser.awaitText("[role=alert]", "No instance would take these calls");
		refused();
		browser.click("[name=force]").click("main button.danger");
		browser.awaitText("main [role=status]", "Version 2 of " + SERVICE + " takes no new calls");
		assertThat(browser.text("#summary")).contains("no instance in service");
		for (String version : List.of("1", "2")) {
			browser.open(PAGE)
				.click("#versions a[href*='version=" + version + "']")
				.click("dialog button.primary")
				.awaitText("main [role=status]", "Version " + version + " of " + SERVICE + " takes calls again");
		}
		awaitAnswering("users-one", "users-two");
	}

	@Test
	@Order(9)
	void theSecondOfTwoOperatorsIsTold() {
		signIn(User.OPERATOR);
		String form = "/operations/out?service=" + SERVICE + "&endpoint=" + at(first);
		browser.open(form);
		browser.script("""
				const form = document.querySelector('#operation form');
				const done = arguments[arguments.length - 1];
				return fetch(form.action.replace('/out', '/weight'),
					{ method: 'POST', body: new URLSearchParams([...new FormData(form), ['weight', '70']]) })
					.then((response) => response.url)""");
		browser.click("main button.danger");
		browser.awaitText("[role=alert]", "The rules were changed by another operator in the meantime");
		refused();
		browser.click("[data-cancel]").awaitText(rowSelector(first), "70");
		assertThat(row(first)).contains("in service");
		browser.open("/instances/" + at(first)).click("a[href*='forget']").click("dialog button.danger");
		browser.awaitText("main [role=status]", "All rules for " + at(first));
	}

	@Test
	@Order(10)
	void theTopologyIsAGraphAndATable() {
		signIn(User.OPERATOR);
		browser.open("/topology");
		assertThat(browser.all(".graph .node")).hasSize(3);
		assertThat(browser.all(".graph .edge")).hasSize(2);
		browser.click("#graph-table summary");
		browser.await("the table to open",
				() -> browser.text("#graph-table tbody").contains("web users-one " + SERVICE + " 1 1"));
		browser.open("/topology?focus=users-one");
		assertThat(browser.all(".graph .node")).hasSize(2);
		assertThat(browser.find(".graph .node.focus").getAttribute("data-node")).isEqualTo("users-one");
	}

	@Test
	@Order(11)
	void changesTellWhoCommandedWhat() {
		signIn(User.OPERATOR);
		browser.open("/changes?service=" + SERVICE + "&which=COMMANDS");
		assertThat(browser.content("#changes"))
			.contains("Taken out of service " + at(first) + " · " + SERVICE + " until removed · by "
					+ User.OPERATOR.name())
			.contains("Rule removed")
			.doesNotContain("Instance registered");
		browser.open("/changes?endpoint=nowhere");
		assertThat(browser.text("#wrong")).contains("'nowhere' is not of the form host:port");
	}

	@Test
	@Order(12)
	void aMethodIsTriedByHand() {
		signIn(User.OPERATOR);
		browser.open("/try?service=" + SERVICE + "&endpoint=" + at(first) + "&method=Login");
		assertThat(browser.find("#json").getAttribute("value")).contains("\"name\"");
		browser.type("#json", "{\"name\": \"ada\"}").type("#metadata", "x-from: console").click("main button.primary");
		browser.awaitText("#answer", "users-one");
		assertThat(browser.text("#response .state")).isEqualTo("OK");
		browser.type("#json", "{\"unknown\": 1}").click("main button.primary");
		browser.awaitText("main [role=alert]", "The request is invalid for the method");
	}

	@Test
	@Order(13)
	void aViewerLooksButDoesNotCommand() {
		signIn(User.VIEWER);
		browser.open(PAGE);
		assertThat(browser.all("#matrix tbody tr")).hasSize(2);
		assertThat(browser.has("main a.act")).isFalse();
		assertThat(browser.has("#matrix a.cell")).isFalse();
		browser.open("/operations/out?service=" + SERVICE + "&endpoint=" + at(first)).click("main button.danger");
		browser.awaitText("h1", "Access denied");
		refused();
	}

	@Test
	@Order(13)
	void moreTabsThanABrowserHasConnectionsAreLive() {
		signIn(User.OPERATOR);
		String first = browser.driver().getWindowHandle();
		for (int i = 0; i < 7; i++) {
			browser.driver().switchTo().newWindow(WindowType.TAB);
			browser.open("/").await("the stream", () -> browser.text("#live").equals("live"));
			// Without a screen, all tabs are visible to the browser.
			show(false);
		}
		for (String tab : browser.driver().getWindowHandles()) {
			if (!tab.equals(first)) {
				browser.driver().switchTo().window(tab).close();
			}
		}
		browser.driver().switchTo().window(first);
		browser.await("the stream", () -> browser.text("#live").equals("live"));
	}

	@Test
	@Order(13)
	void aPageThatIsHiddenFollowsNothingUntilItIsShown() {
		signIn(User.OPERATOR);
		browser.driver().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
				window.streams = [];
				window.EventSource = class extends EventSource {
					constructor(address) {
						super(address);
						window.streams.push(this);
					}
				};"""));
		browser.open("/").await("the stream", () -> browser.text("#live").equals("live"));
		assertThat(openStreams()).isEqualTo(1);
		show(false);
		assertThat(openStreams()).isZero();
		show(true);
		assertThat(openStreams()).isEqualTo(1);
	}

	@Test
	@Order(13)
	void aDoubleClickAsksOnceAndCommandsOnce() {
		signIn(User.OPERATOR);
		browser.open(PAGE);
		new Actions(browser.driver()).doubleClick(browser.find(rowSelector(first) + " a.act")).perform();
		browser.await("the dialog", () -> browser.has("dialog[open]"));
		browser.script("document.querySelector('.act').click()");
		assertThat(browser.<Boolean>script("""
				return new Promise((done) => fetch(location.href).then(() => setTimeout(
					() => done(document.querySelectorAll('dialog').length === 1), 100)))""")).isTrue();
		new Actions(browser.driver()).doubleClick(browser.find("dialog button.danger")).perform();
		browser.awaitText("main [role=status]", at(first) + " takes no new calls of " + SERVICE);
		browser.click(rowSelector(first) + " a.act").click("dialog button.primary");
		browser.awaitText("main [role=status]", "takes calls of " + SERVICE + " again");
	}

	@Test
	@Order(13)
	void aSessionThatEndsWhileAFormIsFilledLeadsBackToIt() {
		signIn(User.OPERATOR);
		browser.open(PAGE)
			.click(rowSelector(second) + " td.num a")
			.await("the dialog", () -> browser.has("dialog[open]"));
		browser.type("dialog #weight", "42").click("dialog input[value=UNTIL_RESTART]");
		browser.driver().manage().deleteCookieNamed("MPRPC_REGISTRY");
		browser.click("dialog button.primary").awaitText("main [role=status]", "The session has expired");
		assertThat(browser.path()).isEqualTo("/login?expired");
		browser.type("#username", User.OPERATOR.name())
			.type("#password", User.OPERATOR.password())
			.click("main button");
		browser.await("the form", () -> browser.path().startsWith("/operations/weight"));
		assertThat(browser.find("#weight").getAttribute("value")).isEqualTo("42");
		assertThat(browser.find("[value=UNTIL_RESTART]").isSelected()).isTrue();
		assertThat(browser.find("[name=service]").getAttribute("value")).isEqualTo(SERVICE);
		browser.click("[data-cancel]").awaitText(rowSelector(second), "50");
		assertThat(row(second)).doesNotContain("instead of");
	}

	@Test
	@Order(14)
	void pagesSpeakTheLanguageOfTheBrowser() {
		signIn(User.OPERATOR);
		browser.language("zh-CN,zh;q=0.9,en;q=0.5").open(PAGE);
		assertThat(browser.find("html").getAttribute("lang")).isEqualTo("zh-CN");
		assertThat(browser.text("#matrix-title")).isEqualTo("方法与实例");
		assertThat(row(first)).contains("服务中");
		browser.click(rowSelector(first) + " a.act").awaitText("dialog h1", "下线 " + at(first) + "？");
		browser.language("de").open("/");
		assertThat(browser.find("html").getAttribute("lang")).isEqualTo("en");
		assertThat(browser.text("h1")).isEqualTo("Overview");
		browser.language("en");
	}

	@Test
	@Order(15)
	void whatIsNotThereIsSaidInTheConsolesOwnWay() {
		signIn(User.OPERATOR);
		for (String path : List.of("/services/demo.Nobody", "/instances/10.0.0.1:1", "/instances/nonsense",
				"/operations/explode?service=" + SERVICE, "/no-such-page")) {
			browser.open(path);
			assertThat(browser.text("h1")).as(path).isEqualTo("Page not found");
			assertThat(browser.complaints()).as("the one that tells the status").hasSize(1);
		}
	}

	@Test
	@Order(16)
	void pagesFitAPhoneAndTheKeyboard() {
		signIn(User.OPERATOR);
		browser.size(390, 844);
		for (String path : List.of("/", "/services", PAGE, "/instances/" + at(first), "/topology", "/changes",
				"/try?service=" + SERVICE)) {
			browser.open(path);
			assertThat(browser.<Boolean>script("return document.documentElement.scrollWidth <= innerWidth"))
				.as("%s is no wider than the screen", path)
				.isTrue();
			List<String> unnamed = browser.script("""
					return [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea')]
						.filter((each) => !(each.textContent.trim() || each.labels?.length || each.ariaLabel))
						.map((each) => each.outerHTML)""");
			assertThat(unnamed).as("%s: what has no name", path).isEmpty();
		}
		browser.size(1440, 1000).open(PAGE);
		browser.find("body").sendKeys(Keys.TAB);
		assertThat(browser.<String>script("return document.activeElement.className")).isEqualTo("skip");
		browser.script("document.activeElement.click()");
		assertThat(browser.<String>script("return location.hash")).isEqualTo("#main");
	}

	@Test
	@Order(17)
	void theThemeIsSwitchedAndRemembered() {
		signIn(User.OPERATOR);
		browser.colorScheme("light").open("/");
		String light = background();
		browser.click("#theme");
		String dark = background();
		assertThat(dark).isNotEqualTo(light);
		browser.open("/services");
		assertThat(background()).isEqualTo(dark);
		browser.click("#theme");
		assertThat(background()).isEqualTo(light);
	}

	private static void show(boolean shown) {
		browser.script("""
				const shown = arguments[0];
				Object.defineProperty(document, 'hidden', { configurable: true, get: () => !shown });
				document.dispatchEvent(new Event('visibilitychange'));""", shown);
	}

	private static long openStreams() {
		return browser.script("return window.streams.filter((each) => each.readyState !== EventSource.CLOSED).length");
	}

	private String background() {
		return browser.script("return getComputedStyle(document.documentElement).backgroundColor");
	}

	private void signIn(User user) {
		browser.open("/");
		if (browser.has(".who") && browser.text(".who").equals(user.name())) {
			return;
		}
		if (browser.has(".who")) {
			browser.click("header form button").await("signed out", () -> browser.has("#username"));
		}
		browser.type("#username", user.name()).type("#password", user.password()).click("main button");
		browser.await("signed in", () -> browser.text(".who").equals(user.name()));
	}

	/** Discards the browser's complaint about an expected status. */
	private void refused() {
		assertThat(browser.complaints()).as("the one that tells the status").hasSize(1);
	}

	private String row(Provider provider) {
		return browser.content(rowSelector(provider));
	}

	private static String rowSelector(Provider provider) {
		return "#matrix tr[id='at-" + at(provider) + "']";
	}

	private static String at(Provider provider) {
		return provider.endpoint();
	}

	private void awaitAnswering(String... applications) {
		Awaitility.await("calls are answered by " + String.join(", ", applications))
			.atMost(WITHIN)
			.untilAsserted(() -> assertThat(answering(applications.length)).containsExactlyInAnyOrder(applications));
	}

	/**
	 * Applications that answer, by more calls than are needed to reach every instance
	 * with its weight.
	 */
	private Set<String> answering(int expected) {
		Set<String> answering = new HashSet<>();
		for (int i = 0; i < 8 || (i < 40 && answering.size() < expected); i++) {
			answering.add(caller.login());
		}
		return answering;
	}

}
