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

package io.mprpc.registryserver.console.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.AbstractLinkBuilder;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Builder of links in which a name fills one segment of the path, whatever characters it
 * has. Thymeleaf itself leaves slashes and semicolons as they are.
 */
final class PathLinkBuilder extends AbstractLinkBuilder {

	private final StandardLinkBuilder delegate = new StandardLinkBuilder();

	@Override
	public @Nullable String buildLink(IExpressionContext context, @Nullable String base,
			@Nullable Map<String, Object> parameters) {
		if (base == null || parameters == null) {
			return this.delegate.buildLink(context, base, parameters);
		}
		String path = base;
		Map<String, Object> query = new LinkedHashMap<>(parameters);
		for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
			String place = '{' + parameter.getKey() + '}';
			if (base.contains(place)) {
				path = path.replace(place, PagePath.segment(Objects.toString(parameter.getValue(), "")));
				query.remove(parameter.getKey());
			}
		}
		return this.delegate.buildLink(context, path, query);
	}

	/**
	 * Lets the templates use the links.
	 */
	@Component
	static class Setup implements BeanPostProcessor {

		@Override
		public Object postProcessBeforeInitialization(Object bean, String name) {
			if (bean instanceof SpringTemplateEngine engine) {
				engine.setLinkBuilder(new PathLinkBuilder());
			}
			return bean;
		}

	}

}
