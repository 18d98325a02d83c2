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

package io.mprpc.registryserver;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registryserver.testing.User;
import io.mprpc.registryserver.testing.WebBrowser;
import io.mprpc.registryserver.testing.ZooKeeperClient;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a client with write access to ZooKeeper cannot harm services of others,
 * their pages and the log.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "rpc.registry-server.zookeeper.port=0")
// The server writes to its directory until it stops.
@DirtiesContext
class HostileRegistrantTests {

	private static final String ROOT = "/mprpc/default";

	private static final String VICTIM = ROOT + "/services/demo.UserService";

	private static final String HOSTILE = ROOT + "/services/evil.Service";

	private static final String LARGE = "x".repeat(900_000);

	private static final String FORGED = "\\n2026-01-01T00:00:00Z ERROR forged";

	@TempDir
	private static Path directory;

	@Autowired
	private EmbeddedZooKeeper zooKeeper;

	@LocalServerPort
	private int port;

	private ZooKeeper client;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("rpc.registry-server.data-directory", directory::toString);
		User.OPERATOR.addTo(registry, 0);
	}

	@BeforeEach
	void connect() throws Exception {
		this.client = ZooKeeperClient.connect(this.zooKeeper.connectString());
		write(VICTIM + "/Login/127.0.1.1:9090", "");
		write(VICTIM + "/.meta/127.0.1.1:9090", "{\"application\":\"users\"}");
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(api("demo.UserService")).contains("127.0.1.1:9090"));
	}

	@AfterEach
	void close() throws Exception {
		this.client.close();
	}

	@Test
	void namesAndMetadataOfAnySizeHarmNobodyElse(CapturedOutput output) throws Exception {
		write(ROOT + "/services/" + LARGE, "");
		write(ROOT + "/services/evil%0AERROR forged", "");
		write(ROOT + "/consumers/demo.UserService/" + LARGE + "@127.0.1.2:1", "");
		write(ROOT + "/consumers/demo.UserService/a%0AERROR forged@127.0.1.2:x", "");
		write(ROOT + "/applications/" + LARGE, "");
		write(ROOT + "/applications/users/127.0.1.1:9090", "{\"id\":\"" + LARGE + "\"}");
		write(HOSTILE + "/" + LARGE, "");
		write(HOSTILE + "/%FF", "");
		write(HOSTILE + "/Call/" + "h".repeat(900_000) + ":1", "");
		String[] metadata = { "{\"application\":\"" + LARGE + "\"}", "{\"application\":\"a" + FORGED + "\"}",
				"{\"zone\":\"" + "z".repeat(300) + "\"}", "[".repeat(60_000), "{\"weight\":1e9}", "" };
		for (int i = 0; i < metadata.length; i++) {
			write(HOSTILE + "/Call/10.6.6." + i + ":1", "");
			write(HOSTILE + "/.meta/10.6.6." + i + ":1", metadata[i]);
		}
		write(HOSTILE + "/Call/10.6.6.99:1", "");
		write(HOSTILE + "/.meta/10.6.6.99:1", new byte[] { '{', '"', (byte) 0xff, '"', ':', '1', '}' });
		manyMethods(5000);
		write(VICTIM + "/Login/127.0.1.3:9090", "");
		await().atMost(Duration.ofSeconds(30)).until(() -> api("demo.UserService").contains("127.0.1.3:9090"));
		await().atMost(Duration.ofSeconds(30))
			.until(() -> count(api("evil.Service"), "\"status\":\"UNREADABLE\"") == 7);

		WebBrowser browser = browser();
		for (String page : List.of("/", "/services", "/services/demo.UserService", "/topology",
				"/instances/127.0.1.1:9090", "/changes", "/api/v1/services", "/api/v1/services/demo.UserService")) {
			HttpResponse<String> answer = page.startsWith("/api") ? get(page) : browser.page(page);
			assertThat(answer.statusCode()).as(page).isEqualTo(200);
			assertThat(answer.body()).as(page).hasSizeLessThan(200_000);
		}
		assertThat(browser.page("/services/evil.Service").body()).contains("metadata unreadable")
			.hasSizeLessThan(8_000_000);
		assertThat(api("evil.Service/explain")).contains("METADATA_UNREADABLE");
		assertThat(output.getAll().lines())
			.noneMatch((line) -> line.length() > 5000 || line.contains("ERROR forged") && !line.contains("WARN"));
		assertThat(output).contains("keeps its instance out of service because it has 900018 bytes, more than 65536");
	}

	@Test
	void metadataThatIsRewrittenAllTheTimeDoesNotFloodTheLog(CapturedOutput output) throws Exception {
		write(ROOT + "/services/evil.Flapping/Call/10.6.6.6:1", "");
		String path = ROOT + "/services/evil.Flapping/.meta/10.6.6.6:1";
		write(path, "{}");
		for (int i = 0; i < 300; i++) {
			this.client.setData(path, ((i % 2 == 0) ? "broken " + i : "{}").getBytes(StandardCharsets.UTF_8), -1);
		}
		this.client.setData(path, "{\"zone\":\"last\"}".getBytes(StandardCharsets.UTF_8), -1);
		await().atMost(Duration.ofSeconds(30)).until(() -> api("evil.Flapping").contains("\"zone\":\"last\""));
		assertThat(count(output.getAll(), "evil.Flapping/.meta")).isLessThan(5);
	}

	@Test
	void rulesThatCannotBeReadAreSaidAndNotReplaced() throws Exception {
		write(ROOT + "/services/evil.Ruled/Call/10.6.6.6:1", "");
		write(ROOT + "/governance/services/evil.Ruled", "{\"format\":7,\"instances\":{}}");
		await().atMost(Duration.ofSeconds(30)).until(() -> api("evil.Ruled").contains("they have format 7"));
		assertThat(api("evil.Ruled")).contains("\"status\":\"UNREADABLE\"");
		assertThat(api("evil.Ruled/explain")).contains("RULES_UNREADABLE");
		assertThat(browser().page("/services/evil.Ruled").body()).contains("id=\"rules-problem\"").contains("format 7");
		HttpResponse<String> refused = send(HttpRequest.newBuilder()
			.method("PUT", HttpRequest.BodyPublishers.noBody())
			.uri(uri("/api/v1/services/evil.Ruled/instances/10.6.6.6:1/out-of-service")));
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(refused.body()).contains("cannot be read here, and are therefore not replaced");
		assertThat(new String(this.client.getData(ROOT + "/governance/services/evil.Ruled", false, null),
				StandardCharsets.UTF_8))
			.contains("\"format\":7");
	}

	@Test
	void namesWithCharactersThatMeanSomethingInAddressesHavePagesOfTheirOwn() throws Exception {
		List<String> names = List.of("odd.a;b=c", "odd.a\\b", "odd.a%2Fb", "odd.a b+c&d#e?f", "odd.\u670d\u52a1",
				"odd.a\"><b>c");
		for (String name : names) {
			write(ROOT + "/services/" + name.replace("%", "%25") + "/Call/10.6.6.6:1", "");
		}
		await().atMost(Duration.ofSeconds(30))
			.until(() -> count(get("/api/v1/services").body(), "\"name\":\"odd.") == 6);
		WebBrowser browser = browser();
		String list = browser.page("/services?text=odd.").body();
		List<String> links = Pattern.compile("href=\"(/services/odd[^\"]+)\"")
			.matcher(list)
			.results()
			.map((found) -> found.group(1).replace("&amp;", "&"))
			.toList();
		assertThat(links).hasSize(names.size());
		for (String link : links) {
			String name = URLDecoder.decode(link.substring("/services/".length()).replace("+", "%2B"),
					StandardCharsets.UTF_8);
			assertThat(names).contains(name);
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(get("/api/v1" + link).body()).contains("10.6.6.6:1"));
			HttpResponse<String> page = browser.page(link);
			assertThat(page.statusCode()).as(name).isEqualTo(200);
			assertThat(page.body()).contains("<h1>" + HtmlUtils.htmlEscape(name) + "</h1>").doesNotContain("<b>c");
			assertThat(browser.page(link + "/methods/Call").statusCode()).as(name).isEqualTo(200);
			assertThat(browser.page(link + "/explain").statusCode()).as(name).isEqualTo(200);
		}
		// As such they are not part of any name.
		assertThat(get("/api/v1/services;a=b").statusCode()).isEqualTo(400);
		assertThat(get("/css/..%2Fapi/v1/services").statusCode()).isEqualTo(404);
	}

	private void manyMethods(int count) throws Exception {
		for (int from = 0; from < count; from += 500) {
			List<Op> batch = IntStream.range(from, from + 500)
				.mapToObj((i) -> Op.create(HOSTILE + "/Method" + i, new byte[0], Ids.OPEN_ACL_UNSAFE,
						CreateMode.PERSISTENT))
				.toList();
			this.client.multi(batch);
		}
	}

	private void write(String path, String data) throws Exception {
		write(path, data.getBytes(StandardCharsets.UTF_8));
	}

	/** Creates a node with parents; one that exists is fine. */
	private void write(String path, byte[] data) throws Exception {
		for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
			create(path.substring(0, slash), new byte[0], CreateMode.PERSISTENT);
		}
		create(path, data, path.contains(":") ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT);
	}

	private void create(String path, byte[] data, CreateMode mode) throws Exception {
		try {
			this.client.create(path, data, Ids.OPEN_ACL_UNSAFE, mode);
		}
		catch (KeeperException.NodeExistsException ex) {
			// Fine.
		}
	}

	private WebBrowser browser() throws Exception {
		WebBrowser browser = new WebBrowser("http://127.0.0.1:" + this.port);
		browser.login(User.OPERATOR);
		return browser;
	}

	private String api(String service) throws Exception {
		return get("/api/v1/services/" + service).body();
	}

	private HttpResponse<String> get(String path) throws Exception {
		return send(HttpRequest.newBuilder(uri(path)).header("Accept", "application/json"));
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient()
			.send(request.header("Authorization", User.OPERATOR.basic()).timeout(Duration.ofSeconds(10)).build(),
					HttpResponse.BodyHandlers.ofString());
	}

	private static int count(String text, String part) {
		return text.split(Pattern.quote(part), -1).length - 1;
	}

}
