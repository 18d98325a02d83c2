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
package io.mprpc.benchmarks.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import io.mprpc.benchmarks.load.Caller;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/**
 * Records when nodes that contain a port in path or data appear and disappear,
 * independent of a contender's layout and of its own clients.
 */
final class Sightings implements Watcher {

	private final List<Sighting> came = new CopyOnWriteArrayList<>();

	private final Map<String, Long> went = new ConcurrentHashMap<>();

	private final ZooKeeper client;

	@SuppressWarnings("this-escape")
	Sightings(String address) throws Exception {
		this.client = new ZooKeeper(address, 30_000, this);
		this.client.addWatch("/", this, AddWatchMode.PERSISTENT_RECURSIVE);
	}

	@Override
	public void process(WatchedEvent event) {
		long now = Caller.now();
		switch (event.getType()) {
			case NodeCreated, NodeDataChanged -> noteCame(event.getPath(), now);
			case NodeDeleted -> this.went.put(event.getPath(), now);
			default -> {
				// Only events of nodes are relevant.
			}
		}
	}

	private void noteCame(String path, long now) {
		this.client.getData(path, false, (code, p, context, data, stat) -> {
			String text = (data != null) ? new String(data, StandardCharsets.UTF_8) : "";
			this.came.add(new Sighting(path, path + ' ' + text, now));
		}, null);
	}

	/**
	 * Time at which the first node with a port appeared after a given time, 0 if none.
	 */
	long appeared(String port, long since) {
		Pattern number = number(port);
		return this.came.stream()
			.filter((s) -> s.micros() > since && s.names(number))
			.mapToLong(Sighting::micros)
			.min()
			.orElse(0);
	}

	/**
	 * Time at which the first node with a port disappeared after a given time, 0 if none.
	 */
	long vanished(String port, long since) {
		Pattern number = number(port);
		return this.came.stream()
			.filter((s) -> s.names(number))
			.mapToLong((s) -> this.went.getOrDefault(s.path(), 0L))
			.filter((micros) -> micros > since)
			.min()
			.orElse(0);
	}

	// Not as a part of a longer number.
	private static Pattern number(String port) {
		return Pattern.compile("(?<!\\d)" + port + "(?!\\d)");
	}

	private record Sighting(String path, String text, long micros) {

		boolean names(Pattern port) {
			return port.matcher(this.text).find();
		}

	}

}
