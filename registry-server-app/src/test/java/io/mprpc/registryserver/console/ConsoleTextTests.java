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

import java.util.List;
import java.util.Locale;

import io.mprpc.registryserver.explain.ConsumerAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsoleText}.
 */
class ConsoleTextTests {

	private static final ConsumerAnswer.RoutingReason DRAINING = new ConsumerAnswer.RoutingReason("DRAINING",
			List.of());

	private static final ConsumerAnswer.RoutingReason FAILED = new ConsumerAnswer.RoutingReason("UNREACHABLE",
			List.of("refused {0}"));

	private static final ConsumerAnswer.RoutingReason LATER = new ConsumerAnswer.RoutingReason("ON_FIRE", List.of());

	private final ConsoleText text;

	ConsoleTextTests() {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasename("messages/console");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		this.text = new ConsoleText(messages);
	}

	@BeforeEach
	void chinese() {
		LocaleContextHolder.setLocale(Locale.CHINESE);
	}

	@AfterEach
	void reset() {
		LocaleContextHolder.resetLocaleContext();
	}

	@Test
	void reasonsOfConsumersAreTranslated() {
		assertThat(this.text.reasons(route(List.of(DRAINING, FAILED), List.of()))).isEqualTo("优雅下线中; 无法连接：refused {0}");
		LocaleContextHolder.setLocale(Locale.FRENCH);
		assertThat(this.text.reasons(route(List.of(DRAINING, FAILED), List.of())))
			.isEqualTo("draining; cannot be reached: refused {0}");
	}

	@Test
	void rulesOfConsumersAreTranslated() {
		ConsumerAnswer.RoutingReason rule = new ConsumerAnswer.RoutingReason("WEIGHT", List.of("7"));
		assertThat(this.text.rules(route(List.of(), List.of(rule)))).isEqualTo("操作员已将权重设为 7");
		assertThat(this.text.rules(route(List.of(), List.of()))).isEqualTo("its rule; another rule");
	}

	@Test
	void reasonsOfOtherVersionsStayAsTheConsumerSaysThem() {
		assertThat(this.text.reasons(route(List.of(), List.of()))).isEqualTo("its reason");
		assertThat(this.text.reasons(route(List.of(DRAINING, LATER), List.of()))).isEqualTo("its reason");
	}

	private static ConsumerAnswer.Route route(List<ConsumerAnswer.RoutingReason> reasons,
			List<ConsumerAnswer.RoutingReason> rules) {
		return new ConsumerAnswer.Route("127.0.0.1:9090", false, 0, "its reason", List.of("its rule", "another rule"),
				"READY", "", reasons, rules);
	}

}
