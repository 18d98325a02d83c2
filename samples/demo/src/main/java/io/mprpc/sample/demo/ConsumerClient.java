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
package io.mprpc.sample.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP client of the consumer.
 */
final class ConsumerClient {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Pattern SERVED_BY = Pattern.compile("\"servedBy\"\\s*:\\s*\"([^\"]+)\"");

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

	private final int port;

	ConsumerClient(int port) {
		this.port = port;
	}

	int port() {
		return this.port;
	}

	boolean answers() {
		try {
			return send(request("/").GET().build()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	Answer login() {
		return call(request("/login").header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"name\": \"zhang san\", \"password\": \"123456\"}"))
			.build());
	}

	Answer friends() {
		return call(request("/friends/zhang%20san").GET().build());
	}

	private Answer call(HttpRequest request) {
		try {
			HttpResponse<String> response = send(request);
			Matcher servedBy = SERVED_BY.matcher(response.body());
			boolean answered = response.statusCode() == 200 && servedBy.find();
			return new Answer(response.body(), answered ? servedBy.group(1) : "", answered);
		}
		catch (IOException ex) {
			return new Answer(ex.toString(), "", false);
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).timeout(TIMEOUT);
	}

	private HttpResponse<String> send(HttpRequest request) throws IOException {
		try {
			return this.http.send(request, BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DemoException("Interrupted while calling the consumer");
		}
	}

	/**
	 * Response of the consumer.
	 *
	 * @param body the HTTP response's body
	 * @param servedBy provider that handled the remote call, empty if none
	 * @param success whether the remote call succeeded
	 */
	record Answer(String body, String servedBy, boolean success) {

		/**
		 * Name of the provider without its process id.
		 * @return the name
		 */
		String provider() {
			return this.servedBy.replaceFirst(" .*", "");
		}

	}

}
