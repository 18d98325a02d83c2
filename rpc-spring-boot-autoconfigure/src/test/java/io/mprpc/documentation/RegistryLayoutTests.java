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

package io.mprpc.documentation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.mprpc.architecture.CommittedFile;
import io.mprpc.internal.governance.RulesCodec;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.zookeeper.layout.AnnouncementCodec;
import io.mprpc.internal.zookeeper.layout.ApplicationCodec;
import io.mprpc.internal.zookeeper.layout.ConsumerCodec;
import io.mprpc.internal.zookeeper.layout.InstanceCodec;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.ServiceName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the page about the registry's layout are what is written and read.
 */
class RegistryLayoutTests {

	private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

	@Test
	void examplesAreReadAndWrittenAsThePageShowsThem() throws IOException {
		List<String> examples = JSON.matcher(page()).results().map((match) -> match.group(1)).toList();
		assertThat(examples).hasSize(6);

		InstanceMetadata metadata = InstanceCodec.read(bytes(examples.get(0)));
		assertThat(parse(InstanceCodec.write(metadata))).isEqualTo(parse(examples.get(0)));

		ConsumerReference consumer = ConsumerReference.parse(new ServiceName("demo.UserService"), "web@10.0.0.9:1");
		String key = ConsumerCodec.reportKey(bytes(examples.get(1)));
		assertThat(parse(ConsumerCodec.write(consumer.withReportKey(key)))).isEqualTo(parse(examples.get(1)));

		AnnouncedServer server = AnnouncementCodec.read("10.0.0.5:8781", bytes(examples.get(2)));
		assertThat(parse(AnnouncementCodec.write(server))).isEqualTo(parse(examples.get(2)));

		ServiceRules rules = RulesCodec.read(examples.get(3));
		assertThat(JsonParser.parseString(RulesCodec.write(rules))).isEqualTo(parse(examples.get(3)));

		// The fifth is written by registry servers only.
		String application = examples.get(5);
		assertThat(ApplicationCodec.read("user-provider", bytes(application)).metadata()).containsEntry("gRPC_port",
				"9090");
		ProviderInstance instance = new ProviderInstance("user-provider", Endpoint.parse("10.0.0.1:9090"), List.of(),
				metadata, Map.of("zone", "hz-1"));
		JsonElement written = parse(ApplicationCodec.write(instance));
		JsonElement shown = parse(application);
		assertThat(written).isEqualTo(shown);
	}

	@Test
	void limitsAreThoseThatReadersHave() throws IOException {
		assertThat(page().replace(",", "")).contains("| " + RegistryLimits.NAME_LENGTH + " characters")
			.contains("| " + RegistryLimits.TAG_LENGTH + " characters; " + RegistryLimits.TAGS_LENGTH + " characters |")
			.contains("| " + RegistryLimits.TAGS + "; " + RegistryLimits.PORTS + " each from 1 to 65535 |")
			.contains("| 0 to " + InstanceMetadata.MAX_WEIGHT + " an integer |")
			.contains("| " + RegistryLimits.NODE_BYTES + " bytes of UTF-8 |")
			.contains("| methods of a service | " + RegistryLimits.METHODS + " |")
			.contains("| processes that reference a service | " + RegistryLimits.CONSUMERS + " |")
			.contains("| rules of a service | " + RegistryLimits.RULES_LENGTH + " characters |")
			.contains("| " + RegistryLimits.NAMES + " each |");
	}

	@Test
	void theExampleOfAHandshakeIsRight() throws Exception {
		HexFormat hex = HexFormat.of();
		byte[] publicKey = hex.parseHex(item("`public_key`"));
		byte[] nonce = hex.parseHex(item("`nonce`"));
		ByteArrayOutputStream signed = new ByteArrayOutputStream();
		signed.writeBytes(bytes("mprpc-reports-v1"));
		signed.write(0);
		signed.writeBytes(bytes(item("name of the server's node")));
		signed.write(0);
		signed.writeBytes(nonce);
		assertThat(hex.formatHex(signed.toByteArray())).isEqualTo(item("signed bytes"));
		Signature signature = Signature.getInstance("Ed25519");
		signature.initSign(KeyFactory.getInstance("Ed25519")
			.generatePrivate(
					new EdECPrivateKeySpec(NamedParameterSpec.ED25519, hex.parseHex(item("private key (seed)")))));
		signature.update(signed.toByteArray());
		assertThat(hex.formatHex(signature.sign())).isEqualTo(item("`signature`"));
		// The head of a key of 32 bytes in X.509.
		byte[] x509 = hex.parseHex("302a300506032b6570032100" + item("`public_key`"));
		signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
		signature.update(signed.toByteArray());
		assertThat(signature.verify(hex.parseHex(item("`signature`")))).isTrue();
		assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey)).isEqualTo(item("`reportKey`"));
	}

	private static String item(String name) throws IOException {
		Matcher row = Pattern.compile("\\| " + Pattern.quote(name) + " \\| `([^`]+)` \\|").matcher(page());
		assertThat(row.find()).as(name).isTrue();
		return row.group(1);
	}

	private static String page() throws IOException {
		return Files.readString(CommittedFile.repository().resolve("docs/registry-layout.md"));
	}

	private static JsonElement parse(byte[] json) {
		return parse(new String(json, StandardCharsets.UTF_8));
	}

	private static JsonElement parse(String json) {
		return JsonParser.parseString(json);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
