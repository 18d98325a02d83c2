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
package io.mprpc.benchmarks.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * Client of the HTTP API of a registry server, as its operator.
 */
final class Api {

	static final String USER = "bench";

	static final String PASSWORD = "what-the-benchmark-knows";

	private final HttpClient http = HttpClient.newHttpClient();

	private final String base;

	Api(int port) {
		this.base = "http://127.0.0.1:" + port;
	}

	JsonObject get(String path) {
		return JsonParser.parseString(send(path, BodyHandlers.ofString())).getAsJsonObject();
	}

	String text(String path) {
		return send(path, BodyHandlers.ofString());
	}

	/**
	 * Opens the stream of changes, so that processes report each second.
	 * @return the stream, to be closed
	 */
	InputStream watch() {
		return send("/api/v1/changes?traffic=true", BodyHandlers.ofInputStream());
	}

	/**
	 * Sum of the values of a meter, over all its tags.
	 */
	double meter(String name) {
		return text("/actuator/prometheus").lines()
			.filter((line) -> line.startsWith(name + ' ') || line.startsWith(name + '{'))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	private <T> T send(String path, BodyHandler<T> handler) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + path))
			.header("Authorization",
					"Basic " + Base64.getEncoder()
						.encodeToString((USER + ':' + PASSWORD).getBytes(StandardCharsets.UTF_8)))
			.method("GET", BodyPublishers.noBody())
			.build();
		try {
			HttpResponse<T> response = this.http.send(request, handler);
			if (response.statusCode() != 200) {
				throw new IllegalStateException(path + " answered " + response.statusCode());
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
