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

import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.spring6.SpringTemplateEngine;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Builder of links that escapes semicolons in the path, which Thymeleaf does not. A name
 * with a semicolon would end there: what follows is a parameter of the path.
 */
final class PathLinkBuilder extends StandardLinkBuilder {

	@Override
	protected String processLink(IExpressionContext context, String link) {
		String built = super.processLink(context, link);
		int end = 0;
		while (end < built.length() && built.charAt(end) != '?' && built.charAt(end) != '#') {
			end++;
		}
		return built.substring(0, end).replace(";", "%3B") + built.substring(end);
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
