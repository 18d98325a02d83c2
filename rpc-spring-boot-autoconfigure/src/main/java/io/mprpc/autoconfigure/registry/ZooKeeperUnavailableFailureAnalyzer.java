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
 * Failure analyzer for a ZooKeeper that is unreachable or does not accept the
 * application.
 */
class ZooKeeperUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<ZooKeeperUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ZooKeeperUnavailableException cause) {
		return new FailureAnalysis("The registry, ZooKeeper at '" + cause.address() + "', granted no session within "
				+ cause.timeout().toMillis() + " ms, and rpc.registry.fail-fast is set: " + cause.problem() + '.',
				action(cause) + " With rpc.registry.fail-fast=false the application starts without the registry and "
						+ "joins it as soon as it can.",
				cause);
	}

	private static String action(ZooKeeperUnavailableException cause) {
		return switch (cause.state()) {
			case DENIED -> "Correct rpc.registry.auth.username and rpc.registry.auth.password, or make the user known "
					+ "to ZooKeeper.";
			case UNSUPPORTED -> "Upgrade ZooKeeper to 3.6 or newer.";
			default -> "Start ZooKeeper there, correct rpc.registry.connect-string, or raise "
					+ "rpc.registry.connection-timeout. With rpc.registry.embedded.enabled=true the application runs "
					+ "a registry of its own, for development.";
		};
	}

}
