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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Client of the REST API.
 */
public final class ApiClient {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final JsonMapper mapper = new JsonMapper();

	private final String base;

	private final User user;

	/**
	 * Creates a client.
	 * @param base URL of the registry server
	 * @param user user that it authenticates as
	 */
	public ApiClient(String base, User user) {
		this.base = base;
		this.user = user;
	}

	/**
	 * Gets a resource, and expects success.
	 */
	public JsonNode get(String path) throws IOException, InterruptedException {
		return mapper.readTree(expect(200, "GET", path, null).body());
	}

	/**
	 * Performs an operation, and expects success.
	 */
	public JsonNode put(String path) throws IOException, InterruptedException {
		return mapper.readTree(expect(200, "PUT", path, null).body());
	}

	/**
	 * Deletes, and expects success.
	 */
	public JsonNode delete(String path) throws IOException, InterruptedException {
		return mapper.readTree(expect(200, "DELETE", path, null).body());
	}

	/**
	 * Expects problem details.
	 */
	public JsonNode problem(int status, String method, String path, String... headers)
			throws IOException, InterruptedException {
		HttpResponse<String> response = expect(status, method, path, null, headers);
		String type = response.headers().firstValue("Content-Type").orElse("");
		if (!type.startsWith("application/problem+json")) {
			throw new AssertionError(method + " " + path + " answered " + type + ": " + response.body());
		}
		return mapper.readTree(response.body());
	}

	/**
	 * Sends JSON, and expects success.
	 */
	public HttpResponse<String> expect(int status, String method, String path, String json, String... headers)
			throws IOException, InterruptedException {
		BodyPublisher body = (json != null) ? BodyPublishers.ofString(json) : BodyPublishers.noBody();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.base + path))
			.timeout(Duration.ofSeconds(30))
			.header("Authorization", this.user.basic())
			.method(method, body);
		if (json != null) {
			request.header("Content-Type", "application/json");
		}
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() != status) {
			throw new AssertionError(
					method + " " + path + " answered " + response.statusCode() + ": " + response.body());
		}
		return response;
	}

}
