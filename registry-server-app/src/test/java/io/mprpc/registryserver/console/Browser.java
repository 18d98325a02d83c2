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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium, driven through the chromedriver of this machine. Tests that need
 * it are skipped if it is not installed.
 */
final class Browser implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ChromeDriver driver;

	private final String address;

	private Browser(ChromeDriver driver, String address) {
		this.driver = driver;
		this.address = address;
	}

	static Browser start(String address, Path profile, String languages) {
		Path browser = program("chromium", "chromium-browser");
		Path driver = program("chromedriver");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser.toString());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--no-default-browser-check", "--user-data-dir=" + profile,
				"--window-size=1440,1000", "--accept-lang=" + languages);
		options.setExperimentalOption("prefs", Map.of("intl.accept_languages", languages, "credentials_enable_service",
				false, "profile.password_manager_leak_detection", false));
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		logs.enable(LogType.PERFORMANCE, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		// The explicit path prevents Selenium from downloading a driver.
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile())
			.usingAnyFreePort()
			.withSilent(true)
			.build();
		return new Browser(new ChromeDriver(service, options), address);
	}

	private static Path program(String... names) {
		Path found = Stream.of(System.getenv("PATH").split(":"))
			.flatMap((directory) -> Stream.of(names).map((name) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
		Assumptions.assumeTrue(found != null,
				() -> "The console's pages are not tested: install chromium and chromedriver (no " + names[0]
						+ " in PATH)");
		return found;
	}

	Browser open(String path) {
		this.driver.get(this.address + path);
		return this;
	}

	ChromeDriver driver() {
		return this.driver;
	}

	/** Path of the page that is shown, with its query. */
	String path() {
		return this.driver.getCurrentUrl().substring(this.address.length());
	}

	String title() {
		return this.driver.getTitle();
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<WebElement> all(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	boolean has(String selector) {
		return !all(selector).isEmpty();
	}

	/** Displayed text of an element; empty if absent. */
	String text(String selector) {
		// A live page may replace the part that is being read.
		for (int attempt = 1; attempt < 10; attempt++) {
			try {
				return all(selector).stream().findFirst().map(WebElement::getText).orElse("");
			}
			catch (StaleElementReferenceException ex) {
				// Read it again.
			}
		}
		return "";
	}

	/** Text that assistive technology reads, whether or not it is seen. */
	String content(String selector) {
		Object text = script("const found = document.querySelector(arguments[0]); return found && found.textContent",
				selector);
		return (text != null) ? text.toString().strip().replaceAll("\\s+", " ") : "";
	}

	Browser click(String selector) {
		await("something to click: " + selector, () -> {
			try {
				find(selector).click();
				return true;
			}
			catch (org.openqa.selenium.WebDriverException ex) {
				return false;
			}
		});
		return this;
	}

	Browser type(String selector, String text) {
		WebElement field = find(selector);
		field.clear();
		field.sendKeys(text);
		return this;
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	<T> T script(String script, Object... arguments) {
		return (T) ((JavascriptExecutor) this.driver).executeScript(script, arguments);
	}

	Browser await(String what, BooleanSupplier condition) {
		Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition::getAsBoolean);
		return this;
	}

	/** Waits until an element's text contains something. */
	Browser awaitText(String selector, String text) {
		return await("'" + text + "' in " + selector, () -> content(selector).contains(text));
	}

	Browser size(int width, int height) {
		// The window cannot be that narrow, the page can.
		if (width < 500) {
			this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
					Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", true));
		}
		else {
			this.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
			this.driver.manage().window().setSize(new Dimension(width, height));
		}
		return this;
	}

	Browser colorScheme(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
		return this;
	}

	/** Sets the preferred language for further requests. */
	Browser language(String language) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.setExtraHTTPHeaders",
				Map.of("headers", Map.of("Accept-Language", language)));
		return this;
	}

	Browser screenshot(Path file) throws java.io.IOException {
		Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
		return this;
	}

	/** Errors in the browser's log since the last call. */
	List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/** Requested addresses outside the console since the last call. */
	List<String> strangers() {
		return this.driver.manage()
			.logs()
			.get(LogType.PERFORMANCE)
			.getAll()
			.stream()
			.map(LogEntry::getMessage)
			.filter((message) -> message.contains("\"Network.requestWillBeSent\""))
			.map((message) -> message.replaceAll("(?s).*\"request\":\\{.*?\"url\":\"([^\"]*)\".*", "$1"))
			.filter((url) -> url.toLowerCase(Locale.ROOT).startsWith("http") && !url.startsWith(this.address))
			.toList();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
