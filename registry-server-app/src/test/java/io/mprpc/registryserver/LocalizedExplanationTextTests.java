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

import java.util.Locale;

import io.mprpc.internal.governance.UnavailabilityReason;
import io.mprpc.internal.governance.UnavailabilityReason.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalizedExplanationText}.
 */
class LocalizedExplanationTextTests {

	private static final UnavailabilityReason DRAINING = new UnavailabilityReason(Code.DRAINING, null, null, null);

	private final LocalizedExplanationText text;

	LocalizedExplanationTextTests() {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasename("messages/console");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		this.text = new LocalizedExplanationText(messages);
	}

	@AfterEach
	void reset() {
		LocaleContextHolder.resetLocaleContext();
	}

	@Test
	void theLanguageIsThatOfTheRequest() {
		LocaleContextHolder.setLocale(Locale.ENGLISH);
		assertThat(this.text.reason(DRAINING)).isEqualTo("It is draining: it takes no new calls");
		LocaleContextHolder.setLocale(Locale.SIMPLIFIED_CHINESE);
		assertThat(this.text.reason(DRAINING)).isEqualTo("优雅下线中：不接受新调用");
		assertThat(this.text.noConsumer()).startsWith("没有消费者响应");
	}

}
