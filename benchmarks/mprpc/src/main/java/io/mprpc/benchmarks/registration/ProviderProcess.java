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

package io.mprpc.benchmarks.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.load.Caller;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;

/**
 * A process that registers one instance at a time.
 */
public class ProviderProcess implements EchoServer {

	private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private ZooKeeperConnection connection;

	private ZooKeeperInstancePublisher publisher;

	private Publication publication;

	@Override
	public String start(Settings settings) {
		this.connection = ZooKeeperConnection.open(ZooKeeperSettings.of(settings.get(Settings.REGISTRY), "default"),
				TimeSource.system(), RandomGenerator.getDefault());
		this.connection.awaitConnected(PATIENCE);
		this.publisher = new ZooKeeperInstancePublisher(this.connection);
		return "none";
	}

	@Override
	public String answer(String question, Settings arguments) throws Exception {
		return switch (question) {
			case "publish" -> publish(instance(arguments));
			case "drain" -> {
				long at = Caller.now();
				this.publication.status(InstanceStatus.DRAINING);
				yield "at=" + at;
			}
			case "withdraw" -> {
				long at = Caller.now();
				this.publication.close();
				yield "at=" + at;
			}
			default -> EchoServer.super.answer(question, arguments);
		};
	}

	private String publish(ProviderInstance instance) {
		long at = Caller.now();
		this.publication = this.publisher.publish(instance);
		while (this.publication.state() != Publication.State.PUBLISHED) {
			if (Caller.now() - at > TimeUnit.NANOSECONDS.toMicros(PATIENCE.toNanos())) {
				throw new IllegalStateException("Not registered but " + this.publication.state());
			}
			LockSupport.parkNanos(LOOK_NANOS);
		}
		return "at=" + at + " micros=" + (Caller.now() - at);
	}

	private static ProviderInstance instance(Settings arguments) {
		Set<String> methods = IntStream.range(0, arguments.getInt("methods"))
			.mapToObj((i) -> "Method" + i)
			.collect(Collectors.toSet());
		Endpoint endpoint = new Endpoint("10.20.0.1", 9090);
		InstanceMetadata metadata = new InstanceMetadata(UUID.randomUUID().toString(), "provider", "1",
				InstanceMetadata.DEFAULT_WEIGHT, "", Map.of(), InstanceStatus.UP, Instant.now(), Map.of());
		RpcInstance service = new RpcInstance(new ServiceName(arguments.get("service")), endpoint, methods, metadata);
		return new ProviderInstance("provider", endpoint, List.of(service), metadata, Map.of());
	}

	@Override
	public void close() {
		this.publisher.close();
		this.connection.close();
	}

}
