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

package io.mprpc.registryserver.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.testing.LinkCrawler;
import io.mprpc.registryserver.testing.RawRequest;
import io.mprpc.registryserver.testing.User;
import io.mprpc.registryserver.testing.WebBrowser;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with malicious and broken clients, against a server with a context path and
 * behind a proxy that forwards their addresses.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "rpc.registry-server.zookeeper.port=0", "server.servlet.context-path=/registry",
				"server.forward-headers-strategy=framework", "rpc.registry-server.http.body-timeout=2s",
				"server.tomcat.connection-timeout=2s", "server.tomcat.keep-alive-timeout=20s",
				"rpc.registry-server.try-it.enabled=true" })
@ExtendWith(OutputCaptureExtension.class)
class HostileClientTests {

	private static final String SERVICE = "demo.UserService";

	private static final String INSTANCE = "/registry/api/v1/services/" + SERVICE + "/instances/127.0.0.1:1";

	// User whose password has not been used by another test.
	private static final User SCRIPT = new User("sven", "script-of-the-test", "viewer");

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private static Path directory;

	private static Publication publication;

	@Autowired
	private InstancePublisher publisher;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		User.OPERATOR.addTo(registry, 0);
		User.VIEWER.addTo(registry, 1);
		SCRIPT.addTo(registry, 2);
	}

	@BeforeEach
	void register() throws Exception {
		if (publication == null) {
			Endpoint endpoint = new Endpoint("127.0.0.1", 1);
			List<RpcInstance> services = new ArrayList<>();
			services
				.add(new RpcInstance(new ServiceName(SERVICE), endpoint, Set.of("Login"), InstanceMetadata.UNKNOWN));
			for (int i = 0; i < 60; i++) {
				services.add(new RpcInstance(new ServiceName("demo.Service" + i), endpoint, Set.of("Call"),
						InstanceMetadata.UNKNOWN));
			}
			publication = this.publisher
				.publish(new ProviderInstance("users", endpoint, services, InstanceMetadata.UNKNOWN, Map.of()));
			Awaitility.await()
				.atMost(LONG)
				.until(() -> script("GET", INSTANCE.replace("/services/" + SERVICE, ""), "").statusCode() == 200);
		}
	}

	@Test
	void aBodyThatSaysThatItIsLongIsNotRead() throws Exception {
		for (String line : List.of("PUT " + INSTANCE + "/weight", "POST /registry/login", "POST /registry/try",
				"GET /registry/")) {
			try (RawRequest request = RawRequest.send(this.port, line, "Content-Length: " + 60 * 1024 * 1024,
					"Content-Type: application/x-www-form-urlencoded", authorization(User.OPERATOR))) {
				assertThat(RawRequest.status(request.response())).as(line).isEqualTo(413);
			}
		}
	}

	@Test
	void aBodyThatDoesNotSayHowLongItIsIsReadToTheBound() throws Exception {
		try (RawRequest request = RawRequest.send(this.port, "PUT " + INSTANCE + "/weight",
				"Transfer-Encoding: chunked", "Content-Type: application/json", authorization(User.OPERATOR))) {
			CompletableFuture<Void> writing = CompletableFuture
				.runAsync(() -> request.writeUntilRefused("10000\r\n" + " ".repeat(0x10000) + "\r\n", 60 * 16));
			String response = request.response();
			assertThat(RawRequest.status(response)).isEqualTo(413);
			assertThat(response).contains("application/problem+json")
				.contains("rpc.registry-server.http.max-body-size");
			request.close();
			writing.join();
		}
		try (RawRequest form = RawRequest.send(this.port, "POST /registry/login", "Transfer-Encoding: chunked",
				"Content-Type: application/x-www-form-urlencoded")) {
			CompletableFuture<Void> writing = CompletableFuture
				.runAsync(() -> form.writeUntilRefused("10000\r\n" + "a".repeat(0x10000) + "\r\n", 60 * 16));
			assertThat(RawRequest.status(form.response())).isEqualTo(413);
			form.close();
			writing.join();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			GET    | /services?text=%ff                     | 400 | -
			GET    | /services?text=%zz                     | 400 | -
			GET    | /services?page=-1                      | 400 | -
			GET    | /services?page=99999999999             | 400 | -
			GET    | /services?size=501                     | 400 | -
			GET    | /services/.hidden                      | 400 | -
			GET    | /services/demo.UserService;x=1         | 400 | -
			GET    | /instances/10.0.0.1:0                  | 400 | -
			GET    | /instances/10.0.0.1:99999999999        | 400 | -
			GET    | /journal?limit=0                       | 400 | -
			GET    | /journal?limit=1001                    | 400 | -
			GET    | /journal?kind=NOTHING                  | 400 | -
			GET    | /journal?before=last                   | 400 | -
			GET    | /journal?service=%00                   | 400 | -
			GET    | /services/demo.UserService/explain?method=%ff | 400 | -
			TRACE  | /overview                              | 405 | -
			PUT    | INSTANCE/weight                        | 400 | {"weight":1.5}
			PUT    | INSTANCE/weight                        | 400 | {"weight":1.0}
			PUT    | INSTANCE/weight                        | 400 | {"weight":"5"}
			PUT    | INSTANCE/weight                        | 400 | {"weight":true}
			PUT    | INSTANCE/weight                        | 400 | {"weight":null}
			PUT    | INSTANCE/weight                        | 400 | {"weight":[5]}
			PUT    | INSTANCE/weight                        | 400 | {"weight":99999999999}
			PUT    | INSTANCE/weight                        | 400 | {"weight":5,"wieght":6}
			PUT    | INSTANCE/weight                        | 400 | {"weight":5,"weight":6}
			PUT    | INSTANCE/weight                        | 400 | {"weight":5} {}
			PUT    | INSTANCE/weight                        | 400 | {'weight':5}
			PUT    | INSTANCE/weight                        | 400 | null
			PUT    | INSTANCE/weight                        | 400 | 5
			PUT    | INSTANCE/weight                        | 422 | {"weight":-1}
			PUT    | INSTANCE/weight?lifetime=NEVER         | 400 | {"weight":5}
			PUT    | INSTANCE/weight?force=perhaps          | 400 | {"weight":5}
			POST   | INSTANCE/methods/Login/calls           | 400 | {"metadata":{"a":null}}
			POST   | INSTANCE/methods/Login/calls           | 400 | {"metadata":[]}
			POST   | INSTANCE/methods/Login/calls           | 400 | {"deadlineMillis":1.5}
			POST   | INSTANCE/methods/Login/calls           | 400 | {"request":{"a":1,"a":2}}
			POST   | INSTANCE/methods/Login/calls           | 422 | {"deadlineMillis":-9223372036854775808}
			POST   | INSTANCE/methods/Login/calls           | 422 | {"deadlineMillis":9223372036854775807}
			POST   | INSTANCE/methods/Login/calls           | 422 | {"metadata":{"grpc-timeout":"1"}}
			""")
	void badInputIsRefusedWithAProblem(String method, String path, int status, String body) throws Exception {
		String target = path.startsWith("INSTANCE") ? path.replace("INSTANCE", INSTANCE) : "/registry/api/v1" + path;
		List<String> headers = new ArrayList<>(List.of(authorization(User.OPERATOR), "Connection: close"));
		if (body != null) {
			headers.addAll(List.of("Content-Type: " + "application/json", "Content-Length: " + body.length()));
		}
		try (RawRequest request = RawRequest.send(this.port, method + ' ' + target, headers.toArray(String[]::new))) {
			request.write((body != null) ? body : "");
			String response = request.response();
			assertThat(RawRequest.status(response)).as(response).isEqualTo(status);
			assertThat(response).containsIgnoringCase("Content-Type: application/problem+json")
				.contains("\"detail\":\"");
		}
	}

	@Test
	void jsonWithoutBottomAndPathsWithoutEndAreRefused() throws Exception {
		String deep = "[".repeat(100_000);
		assertThat(script("PUT", INSTANCE + "/weight", deep).statusCode()).isEqualTo(400);
		assertThat(script("POST", INSTANCE + "/methods/Login/calls", "{\"request\":" + deep).statusCode())
			.isEqualTo(400);
		assertThat(script("GET", "/registry/api/v1/services/" + "a".repeat(4000), "").statusCode()).isEqualTo(400);
		try (RawRequest request = RawRequest.send(this.port, "GET /registry/api/v1/services/" + "a".repeat(20_000))) {
			assertThat(RawRequest.status(request.response())).isEqualTo(400);
		}
		try (RawRequest request = RawRequest.send(this.port, "GET /registry/api/v1/changes",
				authorization(User.OPERATOR), "Last-Event-ID: \u0085")) {
			assertThat(RawRequest.status(request.response())).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			/services?text=%ff
			/services?condition=GREEN
			/services/demo.UserService?page=x
			/operations/weight?service=demo.UserService&endpoint=127.0.0.1:1&weight=heavy
			/operations/out
			/changes?which=NOTHING
			/login?%ff
			""")
	void badInputOfAPageIsAnsweredWithAPageInTheConsolesOwnLook(String path) throws Exception {
		try (RawRequest request = RawRequest.send(this.port, "GET /registry" + path, "Accept: text/html",
				"Cookie: " + session(User.OPERATOR), "Connection: close")) {
			String response = request.response();
			assertThat(RawRequest.status(response)).as(response).isEqualTo(400);
			assertThat(response).contains("Invalid request").contains("/registry/css/console.css");
		}
	}

	@Test
	void jsonOfMoreValuesThanAnybodyWritesIsRefused() throws Exception {
		String call = INSTANCE + "/methods/Login/calls";
		String values = "[],".repeat(100_000) + "[]";
		for (String body : List.of("{\"request\":[" + values + "]}", "{\"metadata\":[" + values + "]}")) {
			HttpResponse<String> refused = script("POST", call, body);
			assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
		}
		assertThat(script("POST", call, "{\"request\":[" + values + "]}").body()).contains("too many values");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			X-Forwarded-Prefix, javascript:alert(1)
			X-Forwarded-Prefix, /a"><script>alert(1)</script>
			X-Forwarded-Prefix, https://evil.example/x
			X-Forwarded-Prefix, //evil.example
			X-Forwarded-Prefix, registry
			X-Forwarded-Host,   a b<>
			Forwarded,          host="a b"
			""")
	void anAddressOfAProxyThatIsNoneIsRefusedOnce(String header, String value, CapturedOutput output) throws Exception {
		for (String path : List.of("/registry/services", "/registry/api/v1/overview", "/registry/css/console.css")) {
			HttpResponse<String> refused = http.send(
					request(path, "10.5.5.6").header(header, value).header("Accept", "text/html").build(),
					BodyHandlers.ofString());
			assertThat(refused.statusCode()).as(path).isEqualTo(400);
			assertThat(refused.body()).doesNotContain("evil", "script");
		}
		assertThat(output).doesNotContain("Exception");
	}

	@Test
	void oneViewerDoesNotTakeAllStreams() throws Exception {
		List<RawRequest> streams = new ArrayList<>();
		try {
			for (int i = 0; i < 200; i++) {
				RawRequest stream = RawRequest.send(this.port, "GET /registry/api/v1/changes",
						authorization(User.VIEWER), "Accept: text/event-stream");
				streams.add(stream);
				assertThat(RawRequest.status(stream.firstLine())).isEqualTo(200);
			}
			assertThat(streams.get(0).response()).as("the oldest one, which ends").contains("event:catalog");
			assertThat(streams.get(179).response()).as("the last one that ends").contains("event:catalog");
			RawRequest other = RawRequest.send(this.port, "GET /registry/api/v1/changes", authorization(User.OPERATOR));
			streams.add(other);
			assertThat(RawRequest.status(other.firstLine())).isEqualTo(200);
		}
		finally {
			for (RawRequest stream : streams) {
				stream.close();
			}
		}
	}

	@Test
	void passwordsAreNotGuessedForLong(CapturedOutput output) throws Exception {
		int checked = 0;
		for (int i = 0; i < 50; i++) {
			HttpResponse<String> guess = from("10.6.6.6", new User("olga", "guess " + i, ""));
			checked += (guess.statusCode() == 401) ? 1 : 0;
			if (guess.statusCode() != 401) {
				assertThat(guess.statusCode()).isEqualTo(429);
				assertThat(guess.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
				assertThat(guess.body()).contains("Too many logins have failed");
			}
		}
		assertThat(checked).isBetween(5, 20);
		assertThat(from("10.6.6.7", User.OPERATOR).statusCode()).as("from another address").isEqualTo(200);
		assertThat(from("10.6.6.6", User.OPERATOR).statusCode()).as("a password that was right before").isEqualTo(200);
		from("10.6.6.8", new User("eve\nWARN forged", "guess", ""));
		assertThat(output).contains("Login as 'olga' from 10.6.6.6 has failed")
			.contains("Login as 'eve\\u000aWARN forged' from 10.6.6.8 has failed");
		assertThat(this.meters.get("rpc.registry.server.logins").tag("outcome", "throttled").counter().count())
			.isPositive();
		assertThat(this.meters.get("rpc.registry.server.logins").tag("outcome", "failure").counter().count())
			.isGreaterThanOrEqualTo(checked);
	}

	@Test
	void guessesAtTheFormAreSlowedDownToo() throws Exception {
		String location = "";
		for (int i = 0; i < 8; i++) {
			HttpResponse<String> page = http.send(request("/registry/login", "10.6.7.7").build(),
					BodyHandlers.ofString());
			location = login(page, "10.6.7.7", new User("victor", "guess", "")).headers()
				.firstValue("Location")
				.orElse("");
		}
		assertThat(location).endsWith("/registry/login?wait");
		assertThat(http.send(request("/registry/login?wait", "10.6.7.7").build(), BodyHandlers.ofString()).body())
			.contains("Too many failed logins from your address");
	}

	@Test
	void requestsAtTheSameTimeWithTheRightPasswordAreAllAnswered() throws Exception {
		List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
		for (int i = 0; i < 24; i++) {
			responses.add(http.sendAsync(
					request("/registry/api/v1/overview", "10.6.8.1").header("Authorization", SCRIPT.basic()).build(),
					BodyHandlers.ofString()));
		}
		assertThat(responses.stream().map((response) -> response.join().statusCode())).containsOnly(200);
	}

	@Test
	void pagesWithoutALoginKeepNoEndOfSessions() throws Exception {
		HttpResponse<String> first = http.send(request("/registry/login", "10.6.9.1").build(), BodyHandlers.ofString());
		HttpResponse<String> elsewhere = http.send(request("/registry/login", "10.6.9.2").build(),
				BodyHandlers.ofString());
		for (int i = 0; i < 100; i++) {
			http.send(request("/registry/services?text=" + "x".repeat(500), "10.6.9.1").header("Accept", "text/html")
				.build(), BodyHandlers.discarding());
		}
		assertThat(login(first, "10.6.9.1", User.VIEWER).statusCode()).as("a session that has ended").isEqualTo(403);
		assertThat(login(elsewhere, "10.6.9.2", User.VIEWER).headers().firstValue("Location").orElse(""))
			.as("of another address")
			.endsWith("/registry/");
	}

	@Test
	void slowBodiesKeepNobodyElseWaiting() throws Exception {
		List<RawRequest> slow = new ArrayList<>();
		try {
			for (int i = 0; i < 260; i++) {
				slow.add(RawRequest.send(this.port,
						(i % 2 == 0) ? "POST /registry/login" : "PUT " + INSTANCE + "/weight",
						"Content-Type: application/x-www-form-urlencoded", "Content-Length: 1000",
						"X-Forwarded-For: 10.7." + i % 13 + ".1"));
			}
			for (int i = 0; i < 5; i++) {
				assertThat(script("GET", "/registry/api/v1/overview", "").statusCode()).isEqualTo(200);
			}
			Awaitility.await().atMost(LONG).untilAsserted(() -> {
				trickle(slow);
				assertThat(script("PUT", INSTANCE + "/weight", "{\"weight\":100}", User.OPERATOR).statusCode())
					.isEqualTo(200);
			});
			Set<Integer> statuses = new HashSet<>();
			for (RawRequest request : slow) {
				statuses.add(RawRequest.status(request.response()));
			}
			assertThat(statuses).as("not logged in, too slow, and too many")
				.contains(401, 408, 503)
				.doesNotContain(500);
		}
		finally {
			for (RawRequest request : slow) {
				request.close();
			}
		}
	}

	@Test
	void everyLinkLeadsSomewhereBelowTheContextPath() throws Exception {
		LinkCrawler crawler = new LinkCrawler("http://127.0.0.1:" + this.port, "/registry", "/registry", Map.of());
		crawler.login(User.OPERATOR);
		assertThat(crawler.crawl()).as("pages and what they name").hasSizeGreaterThan(40);
	}

	@Test
	void everyLinkLeadsSomewhereBehindAProxyWithAPrefix() throws Exception {
		LinkCrawler crawler = new LinkCrawler("http://127.0.0.1:" + this.port, "/registry", "/edge/registry",
				Map.of("X-Forwarded-Prefix", "/edge/registry", "X-Forwarded-Proto", "https", "X-Forwarded-Host",
						"registry.example.com"));
		crawler.login(User.OPERATOR);
		assertThat(crawler.crawl()).as("pages and what they name").hasSizeGreaterThan(40);
	}

	private static void trickle(List<RawRequest> slow) {
		slow.forEach((request) -> request.writeUntilRefused("a", 1));
	}

	private HttpResponse<String> from(String address, User user) throws Exception {
		return http.send(request("/registry/api/v1/overview", address)
			.header("Authorization",
					"Basic " + Base64.getEncoder()
						.encodeToString((user.name() + ':' + user.password()).getBytes(StandardCharsets.UTF_8)))
			.build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> script(String method, String path, String body) throws Exception {
		return script(method, path, body, User.OPERATOR);
	}

	private HttpResponse<String> script(String method, String path, String body, User user) throws Exception {
		return http.send(request(path, "10.5.5.5").header("Authorization", user.basic())
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path, String address) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(LONG)
			.header("X-Forwarded-For", address);
	}

	private HttpResponse<String> login(HttpResponse<String> page, String address, User user) throws Exception {
		String form = "username=" + user.name() + "&password=" + user.password() + "&_csrf=" + WebBrowser.token(page);
		return http.send(request("/registry/login", address).header("Cookie", cookie(page))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(form))
			.build(), BodyHandlers.ofString());
	}

	private String session(User user) throws Exception {
		HttpResponse<String> page = http.send(request("/registry/login", "10.5.5.5").build(), BodyHandlers.ofString());
		return cookie(login(page, "10.5.5.5", user));
	}

	private static String cookie(HttpResponse<String> response) {
		return response.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
	}

	private static String authorization(User user) {
		return "Authorization: " + user.basic();
	}

}
