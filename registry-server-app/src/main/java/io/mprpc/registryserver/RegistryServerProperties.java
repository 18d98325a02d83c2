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

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the registry server.
 */
@ConfigurationProperties("rpc.registry-server")
public class RegistryServerProperties {

	/**
	 * Directory of the server's data: that of ZooKeeper, the journal and the generated
	 * password.
	 */
	private Path dataDirectory = Path.of("registry-data");

	/**
	 * Whether the process ends, with exit code 70, when its ZooKeeper has failed.
	 * Otherwise it stays, and its health is DOWN.
	 */
	private boolean exitOnFailure = true;

	/**
	 * Time after which a service without instance, consumer and rule is removed; 0
	 * disables. It starts again with each start of this server.
	 */
	private Duration removeRetiredServicesAfter = Duration.ofDays(30);

	public Path getDataDirectory() {
		return this.dataDirectory;
	}

	public void setDataDirectory(Path dataDirectory) {
		this.dataDirectory = dataDirectory;
	}

	public boolean isExitOnFailure() {
		return this.exitOnFailure;
	}

	public void setExitOnFailure(boolean exitOnFailure) {
		this.exitOnFailure = exitOnFailure;
	}

	public Duration getRemoveRetiredServicesAfter() {
		return this.removeRetiredServicesAfter;
	}

	public void setRemoveRetiredServicesAfter(Duration removeRetiredServicesAfter) {
		this.removeRetiredServicesAfter = removeRetiredServicesAfter;
	}

}
