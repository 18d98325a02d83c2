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

package io.mprpc.internal.grpc.report.stream;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.mprpc.internal.grpc.report.ReportSource;
import io.mprpc.registry.ServiceName;
import io.mprpc.reports.v1.Explanation;
import io.mprpc.reports.v1.Load;

/**
 * Content of reports and answers.
 *
 * @param series source of the series
 * @param load creates a source of the load for a stream, which measures from one report
 * to the next
 * @param explainer explains a method of a service, the empty method for any
 * @since 0.1
 */
public record ReportContent(ReportSource series, Supplier<Supplier<Load>> load,
		BiFunction<ServiceName, String, List<Explanation>> explainer) {
}
