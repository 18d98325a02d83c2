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

package io.mprpc.registryserver.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.mprpc.registryserver.testing.User;
import io.mprpc.registryserver.testing.WebBrowser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the permissions of roles over real HTTP.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "rpc.registry-server.zookeeper.port=0", "management.endpoints.web.exposure.include=*" })
@Import(ProbeController.class)
@ExtendWith(OutputCaptureExtension.class)
class AccessTests {

	@TempDir
	private static Path directory;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		User.OPERATOR.addTo(registry, 0);
		User.VIEWER.addTo(registry, 1);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			GET,  /actuator/health,           200, 200, 200
			GET,  /actuator/health/liveness,  200, 200, 200
			GET,  /actuator/health/readiness, 200, 200, 200
			GET,  /actuator/health/zookeeper, 404, 200, 200
			GET,  /actuator,                  401, 200, 200
			GET,  /actuator/info,             401, 200, 200
			GET,  /actuator/metrics,          401, 200, 200
			GET,  /actuator/prometheus,       401, 200, 200
			GET,  /actuator/env,              401, 200, 200
			GET,  /actuator/loggers/ROOT,     401, 200, 200
			POST, /actuator/loggers/demo,     401, 403, 204
			GET,  /api/v1/probe,              401, 200, 200
			HEAD, /api/v1/probe,              401, 200, 200
			POST, /api/v1/probe,              401, 403, 200
			DELETE, /api/v1/unknown,          401, 403, 404
			GET,  /api/v1/unknown,            401, 404, 404
			""")
	void aScriptMayDoWhatItsRoleAllows(String method, String path, int nobody, int viewer, int operator)
			throws Exception {
		assertThat(script(method, path, null).statusCode()).as("nobody").isEqualTo(nobody);
		assertThat(script(method, path, User.VIEWER).statusCode()).as("viewer").isEqualTo(viewer);
		assertThat(script(method, path, User.OPERATOR).statusCode()).as("operator").isEqualTo(operator);
	}

	@Test
	void aScriptThatIsTurnedAwayIsToldWhyAndGetsNoSession() throws Exception {
		HttpResponse<String> nobody = script("GET", "/api/v1/probe", null);
		assertThat(nobody.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(nobody.headers().firstValue("WWW-Authenticate"))
			.hasValueSatisfying((challenge) -> assertThat(challenge).startsWith("Basic realm=\"mprpc registry\""));
		assertThat(nobody.headers().firstValue("Set-Cookie")).isEmpty();
		assertThat(script("POST", "/api/v1/probe", User.VIEWER).body()).contains("\"status\":403")
			.contains("Your role does not allow this");
		HttpResponse<String> wrong = script("GET", "/api/v1/probe",
				new User(User.OPERATOR.name(), "wrong", "operator"));
		assertThat(wrong.statusCode()).isEqualTo(401);
		assertThat(script("GET", "/api/v1/probe", User.VIEWER).headers().firstValue("Set-Cookie")).isEmpty();
	}

	@Test
	void healthTellsStrangersItsStatusOnly() throws Exception {
		assertThat(script("GET", "/actuator/health", null).body()).contains("\"status\":\"UP\"")
			.doesNotContain("zookeeper", "diskSpace", "127.0.0.1");
		assertThat(script("GET", "/actuator/health", User.VIEWER).body()).contains("\"role\":\"standalone\"");
	}

	@Test
	void noEndpointShowsASecret() throws Exception {
		for (String path : new String[] { "/actuator/env", "/actuator/configprops",
				"/actuator/env/rpc.registry-server.security.users%5B0%5D.password", "/actuator/beans",
				"/actuator/info" }) {
			HttpResponse<String> response = script("GET", path, User.OPERATOR);
			assertThat(response.statusCode()).as(path).isEqualTo(200);
			assertThat(response.body()).as(path).doesNotContain(User.OPERATOR.password(), User.VIEWER.password());
		}
		assertThat(script("GET", "/actuator/env", User.OPERATOR).body())
			.contains("rpc.registry-server.security.users[0].password")
			.contains("******");
	}

	@Test
	void aPersonIsLedToTheLoginAndBackToThePage() throws Exception {
		WebBrowser browser = browser();
		HttpResponse<String> page = browser.page("/probe");
		assertThat(page.statusCode()).isEqualTo(302);
		assertThat(page.headers().firstValue("Location").orElseThrow()).endsWith("/login");
		String before = browser.cookie("MPRPC_REGISTRY").getValue();
		HttpResponse<String> loggedIn = browser.login(User.VIEWER);
		assertThat(browser.follow(loggedIn).body()).isEqualTo("seen by victor");
		assertThat(browser.cookie("MPRPC_REGISTRY").getValue()).as("the session after the login").isNotEqualTo(before);
		assertThat(loggedIn.headers().allValues("Set-Cookie").toString()).contains("HttpOnly", "SameSite=Lax");
	}

	@Test
	void aWrongPasswordOpensNothing() throws Exception {
		WebBrowser browser = browser();
		HttpResponse<String> refused = browser.login(new User(User.OPERATOR.name(), "wrong", "operator"));
		assertThat(refused.headers().firstValue("Location").orElseThrow()).endsWith("/login?error");
		assertThat(browser.page("/probe").statusCode()).isEqualTo(302);
	}

	@Test
	void aPageThatFetchesWithoutALoginIsToldWithoutAWindowForPasswords() throws Exception {
		HttpResponse<String> response = browser().fetch("/api/v1/probe");
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
	}

	@Test
	void aSessionCommandsOnlyWithTheTokenOfItsPage() throws Exception {
		WebBrowser browser = browser();
		browser.login(User.OPERATOR);
		HttpResponse<String> forged = browser.post("/api/v1/probe", Map.of());
		assertThat(forged.statusCode()).isEqualTo(403);
		assertThat(forged.body()).contains("CSRF token");
		HttpResponse<String> page = browser.submit("/probe",
				Map.of("note", " with a note", "rules", "7", "_csrf", "old"));
		assertThat(page.statusCode()).isEqualTo(302);
		assertThat(browser.follow(page).body()).as("the form again, not the command")
			.isEqualTo("seen by olga with a note");
		String token = WebBrowser.token(browser.page("/login"));
		assertThat(browser.post("/probe", Map.of("_csrf", token)).body()).isEqualTo("commanded by olga");
		assertThat(browser.post("/api/v1/probe", Map.of(), Map.of("X-CSRF-TOKEN", token)).body())
			.isEqualTo("commanded by olga");
	}

	@Test
	void aPasswordThatABrowserAddsToAForgedRequestCommandsNothing() throws Exception {
		HttpResponse<String> forged = browser().post("/api/v1/probe", Map.of(),
				Map.of("Authorization", User.OPERATOR.basic()));
		assertThat(forged.statusCode()).isEqualTo(403);
	}

	@Test
	void aViewersSessionCommandsNothing() throws Exception {
		WebBrowser browser = browser();
		browser.login(User.VIEWER);
		String token = WebBrowser.token(browser.page("/login"));
		assertThat(browser.fetch("/api/v1/probe").body()).isEqualTo("seen by victor");
		assertThat(browser.post("/probe", Map.of("_csrf", token)).statusCode()).isEqualTo(403);
		assertThat(browser.post("/api/v1/probe", Map.of(), Map.of("X-CSRF-TOKEN", token)).statusCode()).isEqualTo(403);
	}

	@Test
	void aLogoutEndsTheSession() throws Exception {
		WebBrowser browser = browser();
		browser.login(User.VIEWER);
		String token = WebBrowser.token(browser.page("/login"));
		assertThat(browser.post("/logout", Map.of("_csrf", token)).statusCode()).isEqualTo(302);
		assertThat(browser.page("/probe").statusCode()).isEqualTo(302);
	}

	@Test
	void aFormOfASessionThatHasEndedComesBackAfterTheLogin() throws Exception {
		WebBrowser browser = browser();
		HttpResponse<String> late = browser.submit("/probe", Map.of("note", " with a note", "_csrf", "of the past"));
		assertThat(late.statusCode()).isEqualTo(302);
		assertThat(browser.follow(late).body()).contains("The session has expired").contains("console.css");
		assertThat(browser.follow(browser.login(User.OPERATOR)).body()).isEqualTo("seen by olga with a note");
	}

	@Test
	void aLoginFormAndALogoutOfASessionThatHasEndedLeadToTheLogin() throws Exception {
		HttpResponse<String> login = browser().submit("/login", Map.of("username", "olga", "password", "any"));
		assertThat(browser().follow(login).body()).contains("The session has expired");
		HttpResponse<String> logout = browser().submit("/logout", Map.of());
		assertThat(browser().follow(logout).body()).contains("You are signed out");
	}

	@Test
	void aCommandThatIsSentBeforeTheLoginIsNotCarriedOutByIt() throws Exception {
		WebBrowser browser = browser();
		String token = WebBrowser.token(browser.page("/login"));
		assertThat(browser.submit("/probe", Map.of("_csrf", token)).statusCode()).isEqualTo(302);
		assertThat(browser.follow(browser.login(User.OPERATOR)).body()).doesNotContain("commanded");
	}

	@Test
	void noAddressHoldsASession() throws Exception {
		assertThat(browser().page("/login").body()).doesNotContain("jsessionid");
		assertThat(browser().page("/probe").headers().firstValue("Location").orElseThrow()).endsWith("/login");
	}

	@Test
	void aFaultOfTheServerIsNoFaultOfTheClient(CapturedOutput output) throws Exception {
		HttpResponse<String> broken = script("GET", "/api/v1/broken", User.VIEWER);
		assertThat(broken.statusCode()).isEqualTo(500);
		assertThat(broken.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(broken.body()).doesNotContain("a fault of the server");
		assertThat(output).contains("GET /api/v1/broken failed").contains("a fault of the server");
	}

	@Test
	void everyResponseCarriesTheHeadersThatProtectPages() throws Exception {
		for (HttpResponse<String> response : List.of(browser().page("/login"),
				script("GET", "/api/v1/probe", User.VIEWER), script("GET", "/actuator/health", null))) {
			assertThat(response.headers().firstValue("Content-Security-Policy"))
				.hasValueSatisfying((policy) -> assertThat(policy).contains("default-src 'self'")
					.contains("frame-ancestors 'none'")
					.doesNotContain("unsafe"));
			assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
			assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
			assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
			assertThat(response.headers().firstValue("Cache-Control"))
				.hasValueSatisfying((cache) -> assertThat(cache).contains("no-store"));
		}
	}

	private WebBrowser browser() {
		return new WebBrowser("http://127.0.0.1:" + this.port);
	}

	private HttpResponse<String> script(String method, String path, @Nullable User user)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Content-Type", "application/json")
			.method(method, method.equals("POST") ? HttpRequest.BodyPublishers.ofString("{}")
					: HttpRequest.BodyPublishers.noBody());
		if (user != null) {
			request.header("Authorization", user.basic());
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
