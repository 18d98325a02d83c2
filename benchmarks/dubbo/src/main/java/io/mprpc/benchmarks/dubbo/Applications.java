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
package io.mprpc.benchmarks.dubbo;

import io.mprpc.benchmarks.Settings;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;
import org.apache.dubbo.rpc.model.FrameworkModel;

/**
 * Factory of independent Dubbo applications, so that several can run in one process.
 */
final class Applications {

	private Applications() {
	}

	static DubboBootstrap named(String name, Settings settings) {
		ApplicationConfig application = new ApplicationConfig(name);
		application.setQosEnable(false);
		return DubboBootstrap.newInstance(new FrameworkModel())
			.application(application)
			.registry(new RegistryConfig("zookeeper://" + settings.get(Settings.REGISTRY)));
	}

}
