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

package io.mprpc.registryserver.http;

import io.mprpc.internal.time.TimeSource;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Configuration of the filters that enforce the bounds of HTTP requests.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
class HttpConfiguration {

	@Bean
	FilterRegistrationBean<ForwardedAddressFilter> forwardedAddresses() {
		FilterRegistrationBean<ForwardedAddressFilter> filter = new FilterRegistrationBean<>(
				new ForwardedAddressFilter());
		// After the headers of a proxy have been read.
		filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
		return filter;
	}

	@Bean
	FilterRegistrationBean<RequestBodyFilter> requestBodies(HttpProperties properties) {
		FilterRegistrationBean<RequestBodyFilter> filter = new FilterRegistrationBean<>(
				new RequestBodyFilter(properties, TimeSource.system()));
		// After the client's address is known, and before parameters are read.
		filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
		return filter;
	}

	@Bean
	FilterRegistrationBean<ConcurrentRequestsFilter> concurrentRequests(HttpProperties properties) {
		FilterRegistrationBean<ConcurrentRequestsFilter> filter = new FilterRegistrationBean<>(
				new ConcurrentRequestsFilter(properties.getMaxConcurrentRequests()));
		// As soon as the user is known.
		filter.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
		return filter;
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadBodies() {
		return (tomcat) -> tomcat.addContextValves(new UnreadBodyValve());
	}

	/**
	 * Names in paths may have slashes, which do not end a segment if they are encoded.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
		String handling = EncodedSolidusHandling.PASS_THROUGH.getValue();
		return (tomcat) -> tomcat.addConnectorCustomizers((connector) -> {
			connector.setEncodedSolidusHandling(handling);
			connector.setEncodedReverseSolidusHandling(handling);
		});
	}

}
