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

package io.mprpc.registryserver.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mprpc.internal.governance.AppliedRule;
import io.mprpc.internal.governance.UnavailabilityReason;
import io.mprpc.internal.grpc.balancer.reason.RouteReason;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registryserver.catalog.ServiceFilter;
import io.mprpc.registryserver.catalog.model.UnmatchedRule;
import io.mprpc.registryserver.console.process.ProcessFilter;
import io.mprpc.registryserver.console.process.ProcessRole;
import io.mprpc.registryserver.journal.JournalEventType;
import io.mprpc.registryserver.operation.CommandRefusedException;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.tryit.InvocationRefusedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the texts of the console.
 */
class MessageBundlesTests {

	private static final Path TEMPLATES = Path.of("src/main/resources/templates");

	private static final Pattern KEY = Pattern.compile("#\\{([a-zA-Z0-9.-]+)[}(]");

	private static final Pattern PLACE = Pattern.compile("\\{(\\d)");

	private final Properties english = load("console.properties");

	private final Properties chinese = load("console_zh.properties");

	@Test
	void bothLanguagesHaveTheSameKeys() {
		assertThat(this.chinese.stringPropertyNames())
			.containsExactlyInAnyOrderElementsOf(this.english.stringPropertyNames());
	}

	@Test
	void bothLanguagesFillTheSamePlaces() {
		for (String key : this.english.stringPropertyNames()) {
			assertThat(places(this.chinese.getProperty(key))).as(key).isEqualTo(places(this.english.getProperty(key)));
			// Throws if it is not a format.
			new MessageFormat(this.english.getProperty(key), Locale.ENGLISH);
			new MessageFormat(this.chinese.getProperty(key), Locale.CHINESE);
		}
	}

	@Test
	void templatesUseKeysThatExist() throws IOException {
		List<String> missing = new ArrayList<>();
		try (Stream<Path> templates = Files.walk(TEMPLATES)) {
			for (Path template : templates.filter(Files::isRegularFile).toList()) {
				Matcher keys = KEY.matcher(Files.readString(template));
				while (keys.find()) {
					if (!this.english.containsKey(keys.group(1))) {
						missing.add(template.getFileName() + ": " + keys.group(1));
					}
				}
			}
		}
		assertThat(missing).isEmpty();
	}

	@Test
	void everythingThatCanHappenHasAText() {
		assertTexts("kind.", JournalEventType.values());
		assertTexts("registry.", RegistryConnection.State.values());
		assertTexts("process.state.", ReportingProcess.State.values());
		assertTexts("process.role.", ProcessRole.values());
		assertTexts("processes.role.", ProcessFilter.Role.values());
		assertTexts("processes.reporting.", ProcessFilter.Reporting.values());
		assertTexts("condition.", ServiceFilter.Condition.values());
		assertTexts("which.", ChangesPage.Which.values());
		assertTexts("unmatched.", UnmatchedRule.Reason.values());
		assertTexts("explain.reason.", UnavailabilityReason.Code.values());
		assertTexts("explain.route.", RouteReason.Code.values());
		assertTexts("explain.rule.", AppliedRule.Code.values());
		assertTexts("refused.", CommandRefusedException.Reason.values());
		assertTexts("try.refused.", InvocationRefusedException.Reason.values());
		for (OperationKind kind : OperationKind.values()) {
			for (String part : List.of("short", "long", "title", "text", "done")) {
				assertThat(this.english).containsKey("op." + kind.path() + '.' + part);
			}
		}
	}

	private void assertTexts(String prefix, Enum<?>... values) {
		for (Enum<?> value : values) {
			assertThat(this.english).containsKey(prefix + value.name());
		}
	}

	private static Set<String> places(String text) {
		Set<String> places = new TreeSet<>();
		Matcher matcher = PLACE.matcher(text);
		while (matcher.find()) {
			places.add(matcher.group(1));
		}
		return places;
	}

	private static Properties load(String name) {
		Properties properties = new Properties();
		try (InputStream stream = MessageBundlesTests.class.getResourceAsStream("/messages/" + name)) {
			assertThat(stream).as(name).isNotNull();
			properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
			return properties;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
