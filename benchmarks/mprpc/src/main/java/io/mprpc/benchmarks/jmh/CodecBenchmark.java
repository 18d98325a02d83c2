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
package io.mprpc.benchmarks.jmh;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.zookeeper.layout.InstanceCodec;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Benchmark of the JSON codec of instance metadata.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

	private final InstanceMetadata metadata = new InstanceMetadata("b1a1f2d0-6c1a-4a53-9a0f-0a5f6d1c2b3e", "user-app",
			"2", InstanceMetadata.DEFAULT_WEIGHT, "zone-a", Map.of("ring", "stable", "tier", "gold"), InstanceStatus.UP,
			Instant.ofEpochSecond(1_790_000_000), Map.of("http", 8080));

	private final byte[] data = InstanceCodec.write(this.metadata);

	@Benchmark
	public byte[] write() {
		return InstanceCodec.write(this.metadata);
	}

	@Benchmark
	public InstanceMetadata read() {
		return InstanceCodec.read(this.data);
	}

}
