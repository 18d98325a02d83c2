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
 * A contender's server side: one process with one or more instances. Has a public
 * constructor without parameters.
 */
public interface EchoServer extends AutoCloseable {

	/**
	 * Starts {@code instances} instances on ephemeral ports of the loopback interface and
	 * registers them where the contender has a registry.
	 * @param settings number of instances and address of the registry
	 * @return addresses, {@code host:port} separated by commas
	 * @throws Exception if that fails
	 */
	String start(Settings settings) throws Exception;

	/**
	 * Answers a question about this server.
	 * @param question the question
	 * @param arguments arguments of the question
	 * @return {@code name=value} pairs
	 * @throws Exception if there is no answer
	 */
	default String answer(String question, Settings arguments) throws Exception {
		throw new IllegalArgumentException(question);
	}

	@Override
	void close();

}
