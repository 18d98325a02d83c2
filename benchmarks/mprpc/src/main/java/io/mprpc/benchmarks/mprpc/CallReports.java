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
package io.mprpc.benchmarks.mprpc;

import io.mprpc.benchmarks.Settings;
import io.mprpc.internal.grpc.report.ReportedCalls;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Counters of calls for reports. Without a registry server to report to, as in these
 * benchmarks, they are off; the setting {@code reports=on} switches them on.
 */
final class CallReports {

	private CallReports() {
	}

	static void switchOn(ConfigurableApplicationContext context, Settings settings) {
		if (settings.get("reports", "").equals("on")) {
			context.getBean(ReportedCalls.class).setActive(true);
		}
	}

}
