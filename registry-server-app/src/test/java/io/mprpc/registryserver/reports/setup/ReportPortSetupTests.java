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

package io.mprpc.registryserver.reports.setup;

import java.util.function.Consumer;

import io.mprpc.registryserver.ensemble.ZooKeeperProperties;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ReportPortSetup} and {@link ReportsSetupFailureAnalyzer}.
 */
class ReportPortSetupTests {

	@Test
	void valuesThatCannotBeAreRefusedWithTheirProperty() {
		assertThat(refused((properties) -> properties.setPort(70_000)).getDescription())
			.contains("rpc.registry-server.reports.port");
		assertThat(refused((properties) -> properties.setMaxProcesses(0)).getDescription())
			.contains("rpc.registry-server.reports.max-processes");
		assertThat(refused((properties) -> properties.setSslBundle("missing")).getDescription())
			.contains("rpc.registry-server.reports.ssl-bundle", "'missing'");
	}

	private static FailureAnalysis refused(Consumer<ReportsProperties> wrong) {
		ReportsProperties properties = new ReportsProperties();
		wrong.accept(properties);
		ReportsSetupException ex = catchThrowableOfType(ReportsSetupException.class,
				() -> ReportPortSetup.settings(properties, new ZooKeeperProperties(), new DefaultSslBundleRegistry()));
		return new ReportsSetupFailureAnalyzer().analyze(ex, ex);
	}

}
