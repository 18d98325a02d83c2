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

package io.mprpc.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.gson.JsonParser;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * View of the registry by its paths alone, as from a tool in another language.
 */
final class Registered {

	private static final String NAMESPACE = "default";

	private Registered() {
	}

	/**
	 * Waits until exactly these ports are registered.
	 */
	static void await(String connectString, List<Integer> ports) {
		await(connectString, NAMESPACE, ports);
	}

	static void await(String connectString, String namespace, List<Integer> ports) {
		Set<String> expected = ports.stream().map(Registered::node).collect(Collectors.toSet());
		ChaosEnvironment.awaitTrue("exactly " + expected + " registered", 90,
				() -> read(connectString, (client) -> instances(client, namespace), Set.of()).equals(expected));
	}

	/**
	 * Waits until nothing is registered.
	 */
	static void awaitNone(String connectString) {
		ChaosEnvironment.awaitTrue("nothing registered", 90,
				() -> read(connectString, (client) -> instances(client, NAMESPACE), Set.of("unknown")).isEmpty());
	}

	/**
	 * Waits until a port is no longer registered.
	 */
	static void awaitGone(String connectString, int port) {
		ChaosEnvironment.awaitTrue("port " + port + " not registered any more", 90,
				() -> !read(connectString, (client) -> instances(client, NAMESPACE), Set.of(node(port)))
					.contains(node(port)));
	}

	/**
	 * Published start time of an instance.
	 * @return milliseconds since the epoch
	 */
	static long startTime(String connectString, int port) {
		String metadata = read(connectString,
				(client) -> new String(client.getData(service(NAMESPACE) + "/.meta/" + node(port), false, null),
						StandardCharsets.UTF_8),
				"");
		return Instant.parse(JsonParser.parseString(metadata).getAsJsonObject().get("startTime").getAsString())
			.toEpochMilli();
	}

	/**
	 * Takes a provider out of service, as an operator's tool would.
	 */
	static void takeOut(String connectString, int port) {
		byte[] rules = ("{\"format\":1,\"instances\":{\"" + node(port) + "\":{\"outOfService\":true}}}")
			.getBytes(StandardCharsets.UTF_8);
		ChaosEnvironment.awaitTrue("rules written", 30, () -> read(connectString, (client) -> {
			for (String path : List.of("/mprpc/" + NAMESPACE + "/governance",
					"/mprpc/" + NAMESPACE + "/governance/services")) {
				if (client.exists(path, false) == null) {
					client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
				}
			}
			client.create(rules(), rules, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			return true;
		}, false));
	}

	/**
	 * Puts all providers back into service.
	 */
	static void putBack(String connectString) {
		ChaosEnvironment.awaitTrue("rules deleted", 30, () -> read(connectString, (client) -> {
			client.delete(rules(), -1);
			return true;
		}, false));
	}

	private static String rules() {
		return "/mprpc/" + NAMESPACE + "/governance/services/chaos.Target";
	}

	private static String service(String namespace) {
		return "/mprpc/" + namespace + "/services/chaos.Target";
	}

	private static String node(int port) {
		return "127.0.0.1:" + port;
	}

	private static Set<String> instances(ZooKeeper client, String namespace)
			throws KeeperException, InterruptedException {
		return new HashSet<>(client.getChildren(service(namespace) + "/Read", false));
	}

	private static <T> T read(String connectString, Question<T> question, T otherwise) {
		try (ZooKeeper client = new ZooKeeper(connectString, 10_000, (event) -> {
		}, new ZKClientConfig())) {
			client.addAuthInfo("digest", RegistryProcess.OPERATOR.getBytes(StandardCharsets.UTF_8));
			return question.ask(client);
		}
		catch (KeeperException | IOException ex) {
			return otherwise;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return otherwise;
		}
	}

	/**
	 * Query of the registry.
	 */
	@FunctionalInterface
	private interface Question<T> {

		T ask(ZooKeeper client) throws KeeperException, InterruptedException;

	}

}
