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

package io.mprpc.registryserver.api;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.StringSchema;
import org.springdoc.core.utils.SpringDocUtils;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Configuration of the formats of names and addresses in JSON, in paths and in the
 * description of the API.
 */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration implements WebMvcConfigurer {

	@Override
	public void addFormatters(FormatterRegistry registry) {
		registry.addConverter(String.class, Endpoint.class, Endpoint::parse);
		registry.addConverter(String.class, ServiceName.class, ServiceName::new);
	}

	@Bean
	JacksonModule registryNamesModule() {
		return new SimpleModule("registry-names").addSerializer(ServiceName.class, ToStringSerializer.instance)
			.addSerializer(Endpoint.class, ToStringSerializer.instance);
	}

	/**
	 * Values that Jackson would coerce or ignore silently are rejected.
	 */
	@Bean
	JsonMapperBuilderCustomizer strictInput() {
		return (json) -> json.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
	}

	@Bean
	OpenAPI registryApi() {
		SpringDocUtils.getConfig()
			.replaceWithSchema(ServiceName.class, new StringSchema().example("demo.UserService"))
			.replaceWithSchema(Endpoint.class, new StringSchema().example("10.0.0.1:9090"));
		return new OpenAPI().info(new Info().title("Registry")
			.version("v1")
			.description("Content of the registry and operations on it. Errors are problem details (RFC 9457)."));
	}

}
