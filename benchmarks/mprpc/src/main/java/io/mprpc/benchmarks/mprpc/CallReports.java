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
import io.mprpc.internal.grpc.report.ConsumedCalls;
import io.mprpc.internal.grpc.report.ProvidedCalls;
import io.mprpc.internal.grpc.report.ReportedCalls;
import io.mprpc.internal.time.TimeSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Counters of calls as for a process that reports to a registry server, by the setting
 * {@code reports}: {@code on}, {@code off} for counters that are there and switched off,
 * none without it.
 */
@Configuration(proxyBeanMethods = false)
class CallReports {

	private static final String SETTING = "reports";

	static void add(SpringApplicationBuilder application, Settings settings) {
		if (!settings.get(SETTING, "").isEmpty()) {
			application.sources(CallReports.class);
		}
	}

	static void switchOn(ConfigurableApplicationContext context, Settings settings) {
		if (settings.get(SETTING, "").equals("on")) {
			context.getBean(ReportedCalls.class).setActive(true);
		}
	}

	@Bean
	ReportedCalls reportedCalls() {
		return new ReportedCalls(TimeSource.system());
	}

	@Bean
	ConsumedCalls consumedCalls(ReportedCalls calls) {
		return calls.consumed();
	}

	@Bean
	ProvidedCalls providedCalls(ReportedCalls calls) {
		return calls.provided();
	}

}
