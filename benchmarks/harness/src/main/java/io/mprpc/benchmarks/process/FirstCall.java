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
package io.mprpc.benchmarks.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.mprpc.benchmarks.EchoClient;

/**
 * Waits until a contender has connected.
 */
final class FirstCall {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private FirstCall() {
	}

	static void await(EchoClient client) throws Exception {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			try {
				client.who();
				return;
			}
			catch (Exception ex) {
				if (System.nanoTime() > end) {
					throw ex;
				}
				Thread.sleep(5);
			}
		}
	}

	static String awaitInstances(EchoClient client, int count) throws Exception {
		Set<String> names = new HashSet<>();
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (names.size() < count && System.nanoTime() < end) {
			names.add(client.who());
		}
		return "instances=" + names.size();
	}

}
