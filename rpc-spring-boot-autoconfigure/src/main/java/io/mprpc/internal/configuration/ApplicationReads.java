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

package io.mprpc.internal.configuration;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Properties below {@code rpc.} that the application reads itself, as far as that can be
 * seen: its {@link ConfigurationProperties} classes, also those that are not bound yet,
 * placeholders in annotations of its beans and in other properties, and conditions.
 */
final class ApplicationReads {

	private static final ConfigurationPropertyName RPC = ConfigurationPropertyName.of("rpc");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{\\s*([^:{}]+)");

	/**
	 * A name as conditions and expressions write it, with a dot at the end before
	 * several.
	 */
	private static final Pattern NAME = Pattern.compile("\\brpc\\.[\\w.-]*");

	private final Set<ConfigurationPropertyName> prefixes = new HashSet<>();

	private final Set<String> names = new HashSet<>();

	private final Set<String> bound = new HashSet<>();

	private ApplicationReads() {
	}

	/**
	 * Properties that a context reads.
	 * @param context the context
	 * @param bound properties that are bound by now, {@code null} if that is not known
	 * @return the properties
	 */
	static ApplicationReads of(ConfigurableApplicationContext context, @Nullable BoundConfigurationProperties bound) {
		ApplicationReads reads = new ApplicationReads();
		if (bound != null) {
			bound.getAll().keySet().forEach((name) -> reads.bound.add(uniform(name.toString())));
		}
		reads.addTypes(context.getBeanFactory());
		reads.addConditions(context.getBeanFactory());
		reads.addPropertyValues(context);
		for (String bean : context.getBeanFactory().getBeanDefinitionNames()) {
			Class<?> type = context.getBeanFactory().getType(bean, false);
			if (type != null) {
				reads.addAnnotations(ClassUtils.getUserClass(type));
			}
		}
		return reads;
	}

	boolean contains(GivenProperty property) {
		String joined = "rpc" + property.joined(0, property.elements().size());
		return this.names.contains(joined) || (property.variable() && this.bound.contains(joined))
				|| this.prefixes.stream()
					.anyMatch((prefix) -> (property.variable()) ? joined.startsWith(uniform(prefix.toString()))
							: prefix.isAncestorOf(property.name()));
	}

	private void addTypes(ConfigurableListableBeanFactory beanFactory) {
		Set<ConfigurationPropertyName> ours = new HashSet<>();
		for (String bean : beanFactory.getBeanDefinitionNames()) {
			// Creates no factory bean that is lazy.
			ConfigurationProperties properties = beanFactory.findAnnotationOnBean(bean, ConfigurationProperties.class,
					false);
			Class<?> type = beanFactory.getType(bean, false);
			if (properties != null && type != null) {
				ConfigurationPropertyName prefix = ConfigurationPropertyName.adapt(properties.prefix(), '.');
				if (RPC.isAncestorOf(prefix)) {
					(isOurs(type) ? ours : this.prefixes).add(prefix);
				}
			}
		}
		// Below a prefix that is ours too, only bound properties are known to be read.
		this.prefixes
			.removeIf((prefix) -> ours.stream().anyMatch((own) -> prefix.equals(own) || prefix.isAncestorOf(own)));
	}

	private void addConditions(ConfigurableListableBeanFactory beanFactory) {
		ConditionEvaluationReport report = ConditionEvaluationReport.find(beanFactory);
		if (report != null) {
			for (Map.Entry<String, ConditionAndOutcomes> source : report.getConditionAndOutcomesBySource().entrySet()) {
				if (!isOurs(source.getKey())) {
					source.getValue().forEach((outcome) -> addNames(outcome.getOutcome().getMessage()));
				}
			}
		}
	}

	private void addPropertyValues(ConfigurableApplicationContext context) {
		for (PropertySource<?> source : context.getEnvironment().getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					if (enumerable.getProperty(name) instanceof CharSequence value) {
						addPlaceholders(value.toString());
					}
				}
			}
		}
	}

	private void addAnnotations(Class<?> bean) {
		for (Class<?> type = bean; type != null && !isSprings(type); type = type.getSuperclass()) {
			try {
				addAnnotations(Stream.of(type));
				addAnnotations(Arrays.stream(type.getDeclaredFields()));
				addAnnotations(Arrays.stream(type.getDeclaredMethods()));
				addAnnotations(Stream
					.concat(Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()))
					.map(Executable::getParameters)
					.flatMap(Arrays::stream));
			}
			catch (LinkageError ex) {
				// A class with an optional dependency that is not there.
			}
		}
	}

	private void addAnnotations(Stream<? extends AnnotatedElement> elements) {
		elements.flatMap((element) -> MergedAnnotations.from(element).stream())
			.flatMap((annotation) -> annotation.asMap().values().stream())
			.flatMap((value) -> (value instanceof String[] texts) ? Arrays.stream(texts) : Stream.of(value))
			.forEach((value) -> {
				if (value instanceof String text) {
					addPlaceholders(text);
					addExpression(text);
				}
			});
	}

	private void addPlaceholders(String text) {
		Matcher placeholder = PLACEHOLDER.matcher(text);
		while (placeholder.find()) {
			this.names.add(uniform(placeholder.group(1)));
		}
	}

	private void addExpression(String text) {
		if (text.contains("#{")) {
			addNames(text);
		}
	}

	private void addNames(@Nullable String text) {
		Matcher name = NAME.matcher((text != null) ? text : "");
		while (name.find()) {
			if (name.group().endsWith(".")) {
				this.prefixes.add(ConfigurationPropertyName.adapt(name.group(), '.'));
			}
			else {
				this.names.add(uniform(name.group()));
			}
		}
	}

	private static String uniform(String name) {
		return GivenProperty.uniform(name);
	}

	private static boolean isOurs(Class<?> type) {
		return isOurs(type.getName());
	}

	private static boolean isOurs(String type) {
		return type.startsWith("io.mprpc.");
	}

	private static boolean isSprings(Class<?> type) {
		return type.getName().startsWith("org.springframework.") || type.getName().startsWith("java.");
	}

}
