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

package io.mprpc.registryserver.reports;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.ExplainResponse;

/**
 * Questions to processes, over the streams that they have opened.
 */
public interface ProcessQuestions {

	/**
	 * Asks a process where its calls of a method go.
	 * @param process identity of the process
	 * @param request the method
	 * @param deadline time after which the answer is not awaited
	 * @return the answer; fails with a message for people if the process does not report,
	 * does not answer in time or answers with an error
	 */
	CompletableFuture<ExplainResponse> explain(String process, ExplainRequest request, Duration deadline);

}
