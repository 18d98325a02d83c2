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
package io.mprpc.benchmarks.callcost;

import java.util.Arrays;
import java.util.List;

import io.mprpc.benchmarks.Settings;

/**
 * How to measure.
 *
 * @param contenders who takes part, the first is what others relate to
 * @param rounds how often each is measured
 * @param millis how long each time
 * @param warmUpMillis how long each combination runs before
 * @param payloads sizes in bytes
 * @param callers how many threads call
 * @param instances how many instances there are
 * @param shuffled whether the order rotates from round to round
 * @param jvmOptions options of servers and clients
 * @param serverProcessors processors to bind servers to, empty for all
 * @param clientProcessors processors to bind clients to, empty for all
 * @param home directory of the benchmarks
 * @param out directory for results
 * @param name name of the result's files
 */
record CallCostOptions(List<Contender> contenders, int rounds, int millis, int warmUpMillis, List<Integer> payloads,
		List<Integer> callers, List<Integer> instances, boolean shuffled, List<String> jvmOptions,
		String serverProcessors, String clientProcessors, String home, String out, String name) {

	static CallCostOptions of(String... args) {
		Settings settings = Settings.of(args);
		return new CallCostOptions(
				words(settings.get("contenders", "grpc-java,spring-boot,mprpc,mprpc-observed,dubbo-triple,dubbo-tcp"))
					.stream()
					.map(Contender::named)
					.toList(),
				number(settings, "rounds", 7), number(settings, "millis", 3000), number(settings, "warm-up", 10000),
				numbers(settings.get("payloads", "100,10240")), numbers(settings.get("callers", "1,64")),
				numbers(settings.get("instances", "3")), Boolean.parseBoolean(settings.get("rotate", "true")),
				Arrays.asList(settings.get("jvm", "-Xms512m -Xmx512m").split(" ")),
				settings.get("server-processors", ""), settings.get("client-processors", ""),
				System.getProperty("benchmarks.home", "benchmarks"),
				settings.get("out", System.getProperty("benchmarks.home", "benchmarks") + "/target/results"),
				settings.get("name", "call-cost"));
	}

	private static int number(Settings settings, String name, int otherwise) {
		return Integer.parseInt(settings.get(name, Integer.toString(otherwise)));
	}

	private static List<String> words(String text) {
		return List.of(text.split(","));
	}

	private static List<Integer> numbers(String text) {
		return words(text).stream().map(Integer::valueOf).toList();
	}

}
