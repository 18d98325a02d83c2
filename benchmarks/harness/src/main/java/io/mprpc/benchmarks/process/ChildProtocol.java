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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.mprpc.benchmarks.Settings;

/**
 * Child's side of the protocol between processes: one line per request and response,
 * until the input ends. Output of libraries is redirected to the error stream.
 */
final class ChildProtocol {

	private static final String ERROR = "error";

	private final PrintStream out = System.out;

	ChildProtocol() {
		System.setOut(System.err);
	}

	void say(String line) {
		this.out.println(line.replace('\n', ' '));
		this.out.flush();
	}

	void listen(Answers answers) throws IOException {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			say(answer(answers, line));
		}
	}

	private String answer(Answers answers, String line) {
		String[] words = line.split(" ");
		try {
			return answers.answer(words[0], Settings.of(Arrays.copyOfRange(words, 1, words.length)));
		}
		catch (Exception ex) {
			ex.printStackTrace();
			return ERROR + '=' + ex;
		}
	}

	/**
	 * Handler of requests to a child.
	 */
	@FunctionalInterface
	interface Answers {

		String answer(String question, Settings settings) throws Exception;

	}

}
