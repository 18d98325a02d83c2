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

import io.mprpc.internal.governance.UnavailabilityReason;
import io.mprpc.registryserver.explain.ExplanationText;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * Texts of explanations from the message bundles.
 */
final class LocalizedExplanationText implements ExplanationText {

	private final MessageSource messages;

	LocalizedExplanationText(MessageSource messages) {
		this.messages = messages;
	}

	@Override
	public String reason(UnavailabilityReason reason) {
		return text("explain.reason." + reason.code());
	}

	@Override
	public String noConsumer() {
		return text("explain.unanswered");
	}

	private String text(String key) {
		return this.messages.getMessage(key, null, LocaleContextHolder.getLocale());
	}

}
