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

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.mprpc.registryserver.RegistryServerApplication;
import io.mprpc.registryserver.testing.User;
import io.mprpc.registryserver.testing.WebBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for external logins with a real OpenID Connect provider, which runs in this
 * process.
 */
class ExternalLoginTests {

	private static final String PASSWORD = "known-to-the-provider";

	@TempDir
	private static Path directory;

	private static ConfigurableApplicationContext provider;

	private static ConfigurableApplicationContext registry;

	@BeforeAll
	static void start() {
		provider = new SpringApplicationBuilder(Provider.class)
			.properties(Map.of("spring.config.location", "optional:classpath:/none/", "server.port", "0",
					"server.address", "127.0.0.1", "rpc.registry.enabled", "false"))
			.run();
		registry = new SpringApplicationBuilder(RegistryServerApplication.class, ProbeController.class).run(
				"--server.port=0", "--rpc.registry-server.zookeeper.port=0",
				"--rpc.registry-server.data-directory=" + directory,
				"--rpc.registry-server.security.open-prometheus=true",
				"--rpc.registry-server.security.oauth2.role-claim=access.registry",
				"--rpc.registry-server.security.oauth2.operator-values=registry-admins",
				"--rpc.registry-server.security.oauth2.viewer-values=staff,guests",
				"--spring.security.oauth2.client.registration.company.client-id=registry",
				"--spring.security.oauth2.client.registration.company.client-secret=secret-of-the-registry",
				"--spring.security.oauth2.client.registration.company.scope=openid",
				"--spring.security.oauth2.client.provider.company.issuer-uri=" + url(provider));
		provider.getBean(InMemoryRegisteredClientRepository.class)
			.save(client("registry").clientSecret("{noop}secret-of-the-registry")
				.redirectUri(url(registry) + "/login/oauth2/code/company")
				.build());
	}

	@AfterAll
	static void stop() {
		registry.close();
		provider.close();
	}

	@Test
	void aClaimMakesAnOperator() throws Exception {
		WebBrowser browser = new WebBrowser(url(registry));
		assertThat(login(browser, "olga").body()).isEqualTo("seen by olga");
		String token = WebBrowser.token(browser.page("/login"));
		assertThat(browser.post("/probe", Map.of("_csrf", token)).body()).isEqualTo("commanded by olga");
	}

	@Test
	void anotherClaimMakesAViewer() throws Exception {
		WebBrowser browser = new WebBrowser(url(registry));
		assertThat(login(browser, "victor").body()).isEqualTo("seen by victor");
		String token = WebBrowser.token(browser.page("/login"));
		assertThat(browser.post("/probe", Map.of("_csrf", token)).statusCode()).isEqualTo(403);
	}

	@Test
	void whoHasNoClaimSeesNothing() throws Exception {
		WebBrowser browser = new WebBrowser(url(registry));
		assertThat(login(browser, "nina").statusCode()).isEqualTo(403);
	}

	@Test
	void noPasswordIsGeneratedForAnOperatorWhomNobodyNeeds() {
		assertThat(directory.resolve(GeneratedOperator.FILE)).doesNotExist();
	}

	@Test
	void metricsForPrometheusCanBeOpenedAlone() throws Exception {
		WebBrowser browser = new WebBrowser(url(registry));
		assertThat(browser.page("/actuator/prometheus").statusCode()).isEqualTo(200);
		assertThat(browser.fetch("/actuator/metrics").statusCode()).isEqualTo(401);
	}

	private static HttpResponse<String> login(WebBrowser browser, String name) throws Exception {
		assertThat(browser.page("/probe").statusCode()).isEqualTo(302);
		HttpResponse<String> form = browser.follow(browser.page("/oauth2/authorization/company"));
		assertThat(form.uri().toString()).isEqualTo(url(provider) + "/login");
		User user = new User(name, PASSWORD, "any");
		return browser.follow(browser.post(url(provider) + "/login",
				Map.of("username", user.name(), "password", user.password(), "_csrf", WebBrowser.token(form))));
	}

	private static RegisteredClient.Builder client(String id) {
		return RegisteredClient.withId(UUID.randomUUID().toString())
			.clientId(id)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.scope(OidcScopes.OPENID);
	}

	private static String url(ConfigurableApplicationContext context) {
		return "http://127.0.0.1:" + ((ServletWebServerApplicationContext) context).getWebServer().getPort();
	}

	/**
	 * OpenID Connect provider.
	 */
	@TestComponent
	@EnableAutoConfiguration
	static class Provider {

		@Bean
		InMemoryRegisteredClientRepository clients() {
			return new InMemoryRegisteredClientRepository(
					client("other").clientSecret("{noop}other").redirectUri("http://127.0.0.1:1/other").build());
		}

		@Bean
		UserDetailsService people() {
			return new InMemoryUserDetailsManager(List.of("olga", "victor", "nina")
				.stream()
				.map((name) -> org.springframework.security.core.userdetails.User.withUsername(name)
					.password("{noop}" + PASSWORD)
					.authorities("ROLE_OPERATOR")
					.build())
				.toList());
		}

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> claims() {
			Map<String, List<String>> groups = Map.of("olga", List.of("staff", "registry-admins"), "victor",
					List.of("staff"), "nina", List.of("operator", "OPERATOR"));
			return (context) -> {
				if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
					context.getClaims()
						.claim("access", Map.of("registry", groups.get(context.getPrincipal().getName())));
				}
			};
		}

	}

}
