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

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.mprpc.registryserver.catalog.model.RuleSummary;
import io.mprpc.registryserver.catalog.model.ServiceHealth;
import io.mprpc.registryserver.explain.ConsumerAnswer;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Formats values for display, in the language of the request.
 */
@Component
class ConsoleText {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'")
		.withZone(ZoneOffset.UTC);

	private static final int NAMED = 3;

	private final MessageSource messages;

	ConsoleText(MessageSource messages) {
		this.messages = messages;
	}

	/**
	 * A text of the bundles.
	 * @param key its key
	 * @param arguments arguments of the message
	 * @return the text
	 */
	public String say(String key, Object... arguments) {
		return this.messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
	}

	/**
	 * The reasons of a consumer for picking an instance or not.
	 * @param route the instance, as the consumer sees it
	 * @return the text, the consumer's own if one of its reasons is unknown here
	 */
	public String reasons(ConsumerAnswer.Route route) {
		return translated("explain.route.", route.reasons(), List.of(route.reason()));
	}

	/**
	 * The rules that a consumer applies to an instance.
	 * @param route the instance, as the consumer sees it
	 * @return the text, the consumer's own if one of the rules is unknown here
	 */
	public String rules(ConsumerAnswer.Route route) {
		return translated("explain.rule.", route.rules(), route.operatorRules());
	}

	private String translated(String prefix, List<ConsumerAnswer.RoutingReason> reasons, List<String> untranslated) {
		List<String> texts = new ArrayList<>();
		for (ConsumerAnswer.RoutingReason reason : reasons) {
			String text = this.messages.getMessage(prefix + reason.code(), reason.arguments().toArray(), null,
					LocaleContextHolder.getLocale());
			if (text != null) {
				texts.add(text);
			}
		}
		boolean known = !reasons.isEmpty() && texts.size() == reasons.size();
		return String.join("; ", known ? texts : untranslated);
	}

	/**
	 * A time in UTC; scripts of the page show it in the time zone of the browser.
	 * @param moment the time
	 * @return the text
	 */
	public String time(Instant moment) {
		return TIME.format(moment);
	}

	/**
	 * A duration, in its two largest units.
	 * @param duration the duration, {@code null} if unknown
	 * @return the text, empty if unknown
	 */
	public String duration(@Nullable Duration duration) {
		if (duration == null) {
			return "";
		}
		if (duration.toDays() > 0) {
			return say("duration.days", duration.toDays(), duration.toHoursPart());
		}
		if (duration.toHours() > 0) {
			return say("duration.hours", duration.toHours(), duration.toMinutesPart());
		}
		if (duration.toMinutes() > 0) {
			return say("duration.minutes", duration.toMinutes(), duration.toSecondsPart());
		}
		return say("duration.seconds", duration.toSeconds());
	}

	/**
	 * Health of a service.
	 * @param health its health
	 * @return the text
	 */
	public String health(ServiceHealth health) {
		return switch (health.level()) {
			case UP -> say("health.up");
			case LOADING -> say("health.loading");
			case IMPAIRED -> (health.limited() > 0) ? say("health.impaired", health.limited(), health.instances())
					: say("health.up");
			case METHODS_DOWN -> say("health.methodsDown", some(health.methodsDown(), NAMED));
			case NO_INSTANCE -> say("health.empty");
			case DOWN -> say("health." + reason(health));
		};
	}

	/**
	 * The first of several names.
	 * @param names the names
	 * @param limit maximum number of names to list
	 * @return the names, and the number of others
	 */
	public String some(Collection<String> names, int limit) {
		String named = names.stream().limit(limit).collect(Collectors.joining(", "));
		return (names.size() > limit) ? say("list.more", named, names.size() - limit) : named;
	}

	private static String reason(ServiceHealth health) {
		if (health.draining() == health.instances()) {
			return "draining";
		}
		return (health.weightless() == health.instances()) ? "weightless" : "down";
	}

	/**
	 * Rule of operators for an instance.
	 * @param rule the rule, {@code null} for one that takes a whole version out of
	 * service
	 * @return the text
	 */
	public String rule(@Nullable RuleSummary rule) {
		if (rule == null) {
			return say("rule.out");
		}
		List<String> parts = new ArrayList<>();
		if (rule.outOfService()) {
			parts.add(say("rule.out"));
		}
		if (rule.weight() != null) {
			parts.add(say("rule.weight", rule.weight()));
		}
		if (!rule.methodsOutOfService().isEmpty()) {
			parts.add(say("rule.methods", String.join(", ", rule.methodsOutOfService())));
		}
		return String.join(" · ", parts);
	}

}
