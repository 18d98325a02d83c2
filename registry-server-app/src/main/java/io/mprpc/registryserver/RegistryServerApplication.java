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

package io.mprpc.registryserver;

import io.mprpc.registryserver.ensemble.ZooKeeperProperties;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * Main class of the registry server: {@code java -jar registry-server-app.jar}.
 */
@SpringBootApplication
@EnableConfigurationProperties({ RegistryServerProperties.class, ZooKeeperProperties.class })
public class RegistryServerApplication {

	/**
	 * Starts the registry.
	 * @param args Spring Boot's command line arguments
	 */
	public static void main(String[] args) {
		try {
			ExitOnFailure.watch(SpringApplication.run(RegistryServerApplication.class, args));
		}
		catch (RuntimeException | Error ex) {
			// Spring Boot has reported the reason. A thread of ZooKeeper that is still
			// starting must not keep the process alive.
			System.exit(1);
		}
	}

}
