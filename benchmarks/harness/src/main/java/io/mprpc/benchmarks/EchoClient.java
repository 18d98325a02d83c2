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
package io.mprpc.benchmarks;

/**
 * A contender's client side: runs in a process of its own and calls the servers of the
 * same contender. Has a public constructor without parameters.
 */
public interface EchoClient extends AutoCloseable {

	/**
	 * Connects.
	 * @param settings addresses of the servers or of their registry
	 * @throws Exception if that fails
	 */
	void start(Settings settings) throws Exception;

	/**
	 * Prepares calls with a payload of a size, so that nothing but the call is measured.
	 * @param payloadSize size in bytes
	 * @return a blocking call, for use by many threads
	 */
	EchoCall prepare(int payloadSize);

	/**
	 * Asks an instance, chosen by the contender, for its name.
	 * @return the name
	 * @throws Exception if the call fails
	 */
	String who() throws Exception;

	@Override
	void close();

	/**
	 * One blocking call.
	 */
	@FunctionalInterface
	interface EchoCall {

		/**
		 * Calls and waits for the response.
		 * @return size of the response's payload in bytes
		 * @throws Exception if the call fails
		 */
		int call() throws Exception;

	}

}
