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

package io.mprpc.registryserver.console.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.UnsentReason;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Words for calls that failed or were not sent, in the language of the request.
 */
@Component
class CallText {

	private final MessageSource messages;

	private final TrafficText numbers;

	CallText(MessageSource messages, TrafficText numbers) {
		this.messages = messages;
		this.numbers = numbers;
	}

	/**
	 * Failed calls by status.
	 * @param rates the calls, {@code null} if unknown
	 * @return the text, empty if none failed
	 */
	public String failures(@Nullable CallRates rates) {
		List<String> parts = new ArrayList<>();
		if (rates != null) {
			bySize(rates.failures()).forEach((entry) -> parts.add(part(status(entry.getKey()), entry.getValue())));
		}
		return String.join(" · ", parts);
	}

	/**
	 * Calls that were not sent by reason.
	 * @param rates the calls, {@code null} if unknown
	 * @return the text, empty if all were sent
	 */
	public String unsent(@Nullable CallRates rates) {
		List<String> parts = new ArrayList<>();
		if (rates != null) {
			bySize(rates.unsent()).forEach((entry) -> parts.add(part(reason(entry.getKey()), entry.getValue())));
		}
		return String.join(" · ", parts);
	}

	/**
	 * Reason why calls were not sent.
	 * @param reason the reason
	 * @return the text
	 */
	public String reason(UnsentReason reason) {
		return say("unsent." + reason.name());
	}

	/**
	 * Status of calls.
	 * @param name name of the gRPC status
	 * @return the text, the name if it is unknown
	 */
	public String status(String name) {
		String text = this.messages.getMessage("code." + name, null, name, LocaleContextHolder.getLocale());
		return (text != null) ? text : name;
	}

	private String part(String what, double perSecond) {
		return say("calls.rate", what, this.numbers.number(perSecond));
	}

	private static <K> List<Map.Entry<K, Double>> bySize(Map<K, Double> rates) {
		return rates.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() > 0)
			.sorted(Map.Entry.<K, Double>comparingByValue().reversed())
			.toList();
	}

	private String say(String key, Object... arguments) {
		return this.messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
	}

}
