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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.explain.ConsumerExplanations;
import io.mprpc.registryserver.explain.Explainer;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.reports.ProcessQuestions;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.ExplainResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the explanations of routing.
 */
@Configuration(proxyBeanMethods = false)
class ExplainConfiguration {

	@Bean
	Explainer explainer(Catalog catalog, Journal journal, Traffic traffic, ObjectProvider<ProcessQuestions> questions,
			MessageSource messages) {
		return new Explainer(catalog, journal,
				new ConsumerExplanations(traffic, questions.getIfAvailable(() -> ExplainConfiguration::refuse)),
				new LocalizedExplanationText(messages));
	}

	private static CompletableFuture<ExplainResponse> refuse(String process, ExplainRequest request,
			Duration deadline) {
		return CompletableFuture.failedFuture(new IllegalStateException("This server takes no reports"));
	}

}
