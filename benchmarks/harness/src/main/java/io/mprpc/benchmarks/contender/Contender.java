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
package io.mprpc.benchmarks.contender;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.mprpc.benchmarks.Settings;

/**
 * A contender of the benchmarks.
 *
 * @param name name in the report
 * @param module module whose class path it runs with
 * @param server class of its server
 * @param client class of its client
 * @param hasRegistry whether it needs a ZooKeeper
 * @param settings further settings
 */
public record Contender(String name, String module, String server, String client, boolean hasRegistry,
		Settings settings) {

	private static final String ROOT = "io.mprpc.benchmarks.";

	private static final List<Contender> ALL = List.of(
			of("grpc-java", "harness", "grpc.GrpcServer", "grpc.GrpcClient", false),
			of("spring-boot", "harness", "boot.BootServer", "boot.BootClient", false),
			of("spring-boot-observed", "harness", "boot.BootServer", "boot.BootClient", false,
					Settings.OBSERVED + "=true"),
			of("spring-boot-zookeeper", "harness", "boot.BootServer", "boot.BootClient", true),
			of("mprpc", "mprpc", "mprpc.MprpcServer", "mprpc.MprpcClient", true),
			of("mprpc-non-blocking", "mprpc", "mprpc.MprpcServer", "mprpc.MprpcClient", true, "non-blocking=true"),
			of("mprpc-observed", "mprpc", "mprpc.MprpcServer", "mprpc.MprpcClient", true, Settings.OBSERVED + "=true"),
			of("dubbo-triple", "dubbo", "dubbo.DubboServer", "dubbo.TripleClient", true, "protocol=tri"),
			of("dubbo-tcp", "dubbo", "dubbo.DubboServer", "dubbo.TcpClient", true, "protocol=dubbo"),
			of("spring-cloud-zookeeper", "spring-cloud-zookeeper", "springcloud.SpringCloudServer",
					"springcloud.SpringCloudClient", true));

	private static Contender of(String name, String module, String server, String client, boolean hasRegistry,
			String... settings) {
		return new Contender(name, module, ROOT + server, ROOT + client, hasRegistry, Settings.of(settings));
	}

	/**
	 * Finds contenders. A name may be followed by settings that make it a variant of its
	 * own, for example {@code grpc-java+executor=direct},
	 * {@code mprpc+rpc.client.load-balancer=least-outstanding} or
	 * {@code mprpc+jvm=-XX:+UseZGC}.
	 * @param names their names separated by commas
	 * @return the contenders in the same order
	 */
	public static List<Contender> named(String names) {
		return Arrays.stream(names.split(",")).map(Contender::find).toList();
	}

	private static Contender find(String variant) {
		String[] words = variant.split("\\+");
		Contender contender = base(words[0]);
		Settings settings = contender.settings();
		for (int i = 1; i < words.length; i++) {
			for (Map.Entry<String, String> setting : Settings.of(words[i]).values().entrySet()) {
				settings = settings.with(setting.getKey(), setting.getValue());
			}
		}
		return new Contender(variant, contender.module(), contender.server(), contender.client(),
				contender.hasRegistry(), settings);
	}

	private static Contender base(String name) {
		return ALL.stream()
			.filter((contender) -> contender.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"No contender '" + name + "': there are " + ALL.stream().map(Contender::name).toList()));
	}

}
