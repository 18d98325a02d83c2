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
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Client that behaves like a browser: with its headers, cookies and CSRF tokens of forms.
 * It follows a redirection only if told to.
 */
public final class WebBrowser {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private final CookieManager cookies = new CookieManager();

	private final HttpClient http = HttpClient.newBuilder().cookieHandler(this.cookies).build();

	private final URI origin;

	/**
	 * Opens a browser for a server.
	 * @param origin where it is
	 */
	public WebBrowser(String origin) {
		this.origin = URI.create(origin);
	}

	public HttpResponse<String> page(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(this.origin.resolve(path)).header("Accept", "text/html,*/*;q=0.8"));
	}

	public HttpResponse<String> fetch(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(this.origin.resolve(path)).header("Accept", "application/json"));
	}

	/**
	 * Loads pages as long as they lead on.
	 */
	public HttpResponse<String> follow(HttpResponse<String> response) throws IOException, InterruptedException {
		HttpResponse<String> current = response;
		for (int hops = 0; current.statusCode() / 100 == 3; hops++) {
			assertThat(hops).as("redirections").isLessThan(10);
			String location = current.headers().firstValue("Location").orElseThrow();
			current = page(current.uri().resolve(location).toString());
		}
		return current;
	}

	/**
	 * Sends a form of a page.
	 */
	public HttpResponse<String> submit(String path, Map<String, String> form) throws IOException, InterruptedException {
		return post(path, form, Map.of("Accept", "text/html,*/*;q=0.8"));
	}

	public HttpResponse<String> post(String path, Map<String, String> form) throws IOException, InterruptedException {
		return post(path, form, Map.of());
	}

	public HttpResponse<String> post(String path, Map<String, String> form, Map<String, String> headers)
			throws IOException, InterruptedException {
		String body = form.entrySet()
			.stream()
			.map((field) -> encode(field.getKey()) + '=' + encode(field.getValue()))
			.collect(Collectors.joining("&"));
		URI target = this.origin.resolve(path);
		HttpRequest.Builder request = HttpRequest.newBuilder(target)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Origin", target.getScheme() + "://" + target.getAuthority())
			.POST(HttpRequest.BodyPublishers.ofString(body));
		headers.forEach(request::header);
		return send(request);
	}

	/**
	 * Logs in by the form.
	 */
	public HttpResponse<String> login(User user) throws IOException, InterruptedException {
		String token = token(page("/login"));
		return post("/login", Map.of("username", user.name(), "password", user.password(), "_csrf", token));
	}

	/**
	 * Token of a page's form against forged requests.
	 */
	public static String token(HttpResponse<String> page) {
		Matcher matcher = TOKEN.matcher(page.body());
		assertThat(matcher.find()).as(page.body()).isTrue();
		return matcher.group(1);
	}

	public HttpCookie cookie(String name) {
		return this.cookies.getCookieStore()
			.getCookies()
			.stream()
			.filter((cookie) -> cookie.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		request.header("Sec-Fetch-Site", "same-origin");
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
