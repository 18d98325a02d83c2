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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Filter that leaves the addresses of Kubernetes Services out of the environment. A
 * Service named {@code rpc-registry-server-zookeeper} sets
 * {@code RPC_REGISTRY_SERVER_ZOOKEEPER_PORT=tcp://10.0.0.1:2181} in each pod, which would
 * be read as the property {@code rpc.registry-server.zookeeper.port}.
 */
final class KubernetesServiceVariables implements EnvironmentPostProcessor, Ordered {

	private static final String SOURCE = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	private final Log logger;

	KubernetesServiceVariables(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(KubernetesServiceVariables.class);
	}

	@Override
	public int getOrder() {
		// After Spring Boot has put its own source in the place of Spring's.
		return Ordered.HIGHEST_PRECEDENCE + 20;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		MutablePropertySources sources = environment.getPropertySources();
		if (sources.get(SOURCE) instanceof SystemEnvironmentPropertySource variables) {
			Map<String, Object> kept = new LinkedHashMap<>(variables.getSource());
			TreeSet<String> left = new TreeSet<>();
			variables.getSource().forEach((name, value) -> {
				if (KubernetesServiceVariable.isAddress(name, value)) {
					kept.remove(name);
					left.add(name);
				}
			});
			if (!left.isEmpty()) {
				sources.replace(SOURCE, new Filtered(kept, variables));
				this.logger.info("Not read as properties: " + String.join(", ", left)
						+ ". Kubernetes sets them for Services of those names; "
						+ "'enableServiceLinks: false' in the pod's specification turns them off.");
			}
		}
	}

	/**
	 * Variables without some. Each knows its origin as before.
	 */
	private static final class Filtered extends SystemEnvironmentPropertySource implements OriginLookup<String> {

		private final SystemEnvironmentPropertySource all;

		Filtered(Map<String, Object> kept, SystemEnvironmentPropertySource all) {
			super(SOURCE, kept);
			this.all = all;
		}

		@Override
		public @Nullable Origin getOrigin(String key) {
			return OriginLookup.getOrigin(this.all, key);
		}

	}

}
