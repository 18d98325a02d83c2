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

package io.mprpc.autoconfigure.registry;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Failure analyzer that names the property of the registry to correct.
 */
class InvalidRegistryPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidRegistryPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidRegistryPropertyException cause) {
		return new FailureAnalysis(
				"The value '" + cause.value() + "' of " + cause.property() + " cannot be used: " + cause.reason() + '.',
				"Correct " + cause.property() + action(cause.property()), cause);
	}

	private static String action(String property) {
		return switch (property) {
			case "rpc.registry.connect-string" -> ", for example to 'zk1:2181,zk2:2181,zk3:2181' or '[::1]:2181'.";
			case "rpc.registry.namespace" -> ", for example to 'default', 'test' or 'prod'.";
			case "rpc.registry.embedded.port" -> ": use a free port, or 0 for any.";
			default -> ".";
		};
	}

}
