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

package org.acme;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of an application that reads properties by placeholders, expressions and
 * conditions.
 */
@Configuration(proxyBeanMethods = false)
public class AcmePlaceholders {

	@Value("${rpc.partner.base-url:none}")
	String url = "";

	@Bean
	String paths(@Value("#{environment['rpc.partner.paths']}") String paths, @Value("${rpc.partner.size:1}") int size,
			@Secret String secret) {
		return paths + size + secret;
	}

	@Bean
	@ConditionalOnProperty(prefix = "rpc.feature", name = "enabled")
	Integer feature() {
		return 1;
	}

	@Bean
	@ConditionalOnProperty(prefix = "rpc.several", name = { "one", "two" })
	Long several() {
		return 1L;
	}

	@Retention(RetentionPolicy.RUNTIME)
	@Value("${rpc.partner.secret}")
	@interface Secret {

	}

}
