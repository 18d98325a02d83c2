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

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Follows every address of every page of the console, as a browser in front of the proxy
 * sees them.
 */
public final class LinkCrawler {

	private static final Pattern TAG = Pattern.compile("<(\\w+)([^>]*)>");

	private static final Pattern ATTRIBUTE = Pattern.compile("\\s(href|src|action|data-changes|method)=\"([^\"]*)\"");

	private static final Pattern SCRIPT_ADDRESS = Pattern.compile("[\"'`(](/[^/\"'`][^\"'`)]*)[\"'`)]");

	private static final Pattern IMPORT = Pattern.compile("from \"([^\"]+)\"");

	private static final Pattern CSS_ADDRESS = Pattern.compile("url\\([\"']?([^\"')]+)");

	private static final int MOST_OF_A_SHAPE = 2;

	private final HttpClient http = HttpClient.newHttpClient();

	private final String origin;

	private final String inside;

	private final String outside;

	private final Map<String, String> headers;

	private final Map<String, Integer> shapes = new HashMap<>();

	private final Set<String> seen = new TreeSet<>();

	private final Deque<String> open = new ArrayDeque<>();

	private String cookie = "";

	/**
	 * Prepares a crawl.
	 * @param origin address of the server
	 * @param inside path that the server is below
	 * @param outside path that browsers know it by
	 * @param headers headers that a proxy adds
	 */
	public LinkCrawler(String origin, String inside, String outside, Map<String, String> headers) {
		this.origin = origin;
		this.inside = inside;
		this.outside = outside;
		this.headers = headers;
	}

	/**
	 * Logs in by the form that the first page leads to.
	 */
	public void login(User user) throws IOException, InterruptedException {
		HttpResponse<String> page = get(this.outside + "/");
		assertThat(page.statusCode()).isEqualTo(302);
		String login = path(page);
		assertThat(login).isEqualTo(this.outside + "/login");
		HttpResponse<String> form = get(login);
		keepCookie(form);
		String fields = "username=" + user.name() + "&password=" + user.password() + "&_csrf="
				+ URLEncoder.encode(WebBrowser.token(form), StandardCharsets.UTF_8);
		HttpResponse<String> entered = this.http
			.send(request(login).header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString(fields))
				.build(), BodyHandlers.ofString());
		keepCookie(entered);
		assertThat(entered.statusCode()).isEqualTo(302);
		assertThat(path(entered)).isEqualTo(this.outside + "/");
		collect(login, form.body());
	}

	/**
	 * Follows all links.
	 * @return the addresses that were followed
	 */
	public Set<String> crawl() throws IOException, InterruptedException {
		follow(this.outside + "/", this.outside + "/");
		while (!this.open.isEmpty()) {
			String address = this.open.remove();
			HttpRequest request = request(address).build();
			HttpResponse<InputStream> response = this.http.send(request, BodyHandlers.ofInputStream());
			try (InputStream body = response.body()) {
				assertThat(response.statusCode()).as(address).isEqualTo(200);
				String type = response.headers().firstValue("Content-Type").orElse("");
				if (!type.startsWith("text/event-stream")) {
					read(address, type, new String(body.readAllBytes(), StandardCharsets.UTF_8));
				}
			}
		}
		return this.seen;
	}

	private void read(String address, String type, String text) {
		if (type.startsWith("text/html")) {
			collect(address, text);
		}
		else if (type.contains("javascript")) {
			assertThat(SCRIPT_ADDRESS.matcher(text).results().map((found) -> found.group(1)))
				.as("addresses in %s, which knows no context path", address)
				.isEmpty();
			IMPORT.matcher(text).results().forEach((found) -> follow(address, found.group(1)));
		}
		else if (type.startsWith("text/css")) {
			CSS_ADDRESS.matcher(text)
				.results()
				.map((found) -> found.group(1))
				.filter((found) -> !found.startsWith("data:"))
				.forEach((found) -> follow(address, found));
		}
	}

	private void collect(String page, String text) {
		Matcher tag = TAG.matcher(text);
		while (tag.find()) {
			boolean post = false;
			Set<String> addresses = new TreeSet<>();
			Matcher attribute = ATTRIBUTE.matcher(tag.group(2));
			while (attribute.find()) {
				if (attribute.group(1).equals("method")) {
					post = attribute.group(2).equals("post");
				}
				else {
					addresses.add(attribute.group(2).replace("&amp;", "&"));
				}
			}
			for (String address : addresses) {
				if (post) {
					assertThat(absolute(page, address)).as("a form of %s", page).startsWith(this.outside + "/");
				}
				else {
					follow(page, address);
				}
			}
		}
	}

	private void follow(String page, String address) {
		String target = absolute(page, address);
		assertThat(target).as("an address of %s", page).startsWith(this.outside + "/");
		String shape = target.replaceAll("demo\\.\\w+", "S").replaceAll("[0-9a-f.:]*[0-9]+", "0");
		if (!this.seen.contains(target) && this.shapes.merge(shape, 1, Integer::sum) <= MOST_OF_A_SHAPE) {
			this.seen.add(target);
			this.open.add(target);
		}
	}

	private static String absolute(String page, String address) {
		URI target = URI.create(page)
			.resolve(address.startsWith("?") ? page.replaceAll("\\?.*", "") + address : address);
		assertThat(target.getHost()).as("an address of %s: %s", page, address).isNull();
		return target.getRawPath() + ((target.getRawQuery() != null) ? "?" + target.getRawQuery() : "");
	}

	private HttpResponse<String> get(String address) throws IOException, InterruptedException {
		return this.http.send(request(address).build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String address) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create(this.origin + this.inside + address.substring(this.outside.length())))
			.timeout(Duration.ofSeconds(30))
			.header("Accept", "text/html,*/*;q=0.8")
			.header("Sec-Fetch-Site", "same-origin");
		this.headers.forEach(request::header);
		return this.cookie.isEmpty() ? request : request.header("Cookie", this.cookie);
	}

	private void keepCookie(HttpResponse<String> response) {
		response.headers().firstValue("Set-Cookie").ifPresent((set) -> {
			String path = set.replaceAll("(?i).*path=([^;]*).*", "$1");
			assertThat(this.outside + "/").as("what the cookie is sent to").startsWith(path);
			this.cookie = set.replaceAll(";.*", "");
		});
	}

	private static String path(HttpResponse<String> response) {
		URI location = URI.create(response.headers().firstValue("Location").orElseThrow());
		return location.getPath();
	}

}
