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

package io.mprpc.internal.grpc.metrics;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The timers of the attempts that went to one instance, or to all of them where instances
 * are not told apart. Looking one up costs a map and an array.
 */
final class AttemptMeters {

	private static final int KINDS = AttemptKind.values().length;

	private static final int CODES = Status.Code.values().length;

	private final MeterRegistry registry;

	private final @Nullable String instance;

	private final ConcurrentMap<String, AtomicReferenceArray<@Nullable Timer>> timers = new ConcurrentHashMap<>();

	private volatile long lastUsed;

	AttemptMeters(MeterRegistry registry, @Nullable String instance, long now) {
		this.registry = registry;
		this.instance = instance;
		this.lastUsed = now;
	}

	void record(MethodDescriptor<?, ?> method, AttemptKind kind, Status.Code code, long nanos, long now) {
		this.lastUsed = now;
		AtomicReferenceArray<@Nullable Timer> ofMethod = this.timers.get(method.getFullMethodName());
		if (ofMethod == null) {
			ofMethod = this.timers.computeIfAbsent(method.getFullMethodName(),
					(name) -> new AtomicReferenceArray<>(KINDS * CODES));
		}
		int index = kind.ordinal() * CODES + code.ordinal();
		Timer timer = ofMethod.get(index);
		if (timer == null) {
			// Twice is fine: the registry has each meter once.
			timer = timer(method, kind, code);
			ofMethod.set(index, timer);
		}
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	long lastUsed() {
		return this.lastUsed;
	}

	/** Takes the timers out of the registry. */
	void remove() {
		this.timers.values().forEach((ofMethod) -> {
			for (int i = 0; i < ofMethod.length(); i++) {
				Timer timer = ofMethod.get(i);
				if (timer != null) {
					this.registry.remove(timer);
				}
			}
		});
	}

	private Timer timer(MethodDescriptor<?, ?> method, AttemptKind kind, Status.Code code) {
		String service = String.valueOf(method.getServiceName());
		String name = String.valueOf(method.getBareMethodName());
		return (this.instance != null)
				? RpcMeter.CLIENT_ATTEMPTS.timer(this.registry, service, name, kind.toString(), code.name(),
						this.instance)
				: RpcMeter.CLIENT_ATTEMPTS.timer(this.registry, service, name, kind.toString(), code.name());
	}

}
