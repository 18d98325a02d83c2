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
import io.mprpc.benchmarks.contender.Contender;

/**
 * Options of the benchmark.
 *
 * @param contenders contenders, of which the first is the baseline
 * @param rounds number of measurements of each
 * @param millis duration of a measurement
 * @param warmUpMillis duration of the warm-up of each combination
 * @param payloads sizes in bytes
 * @param callers numbers of calling threads
 * @param instances number of instances
 * @param profileMillis duration of the final recording of each contender, with the last
 * number of callers and the first payload; 0 disables it
 * @param name name of the result's files
 */
record CallCostOptions(List<Contender> contenders, int rounds, int millis, int warmUpMillis, List<Integer> payloads,
		List<Integer> callers, List<Integer> instances, int profileMillis, String name) {

	static CallCostOptions of(Settings options) {
		return new CallCostOptions(
				Contender.named(options.get("contenders",
						"grpc-java,spring-boot,mprpc,mprpc-non-blocking,mprpc-observed,dubbo-triple,dubbo-tcp")),
				options.getInt("rounds", 7), options.getInt("millis", 3000), options.getInt("warm-up", 10000),
				numbers(options.get("payloads", "100,10240")), numbers(options.get("callers", "1,64")),
				numbers(options.get("instances", "3")), options.getInt("profile", 0), options.get("name", "call-cost"));
	}

	private static List<Integer> numbers(String text) {
		return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
	}

}
