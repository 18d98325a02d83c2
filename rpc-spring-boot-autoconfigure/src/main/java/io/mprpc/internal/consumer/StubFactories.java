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

package io.mprpc.internal.consumer;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.grpc.ManagedChannel;

import org.springframework.grpc.client.BlockingStubFactory;
import org.springframework.grpc.client.BlockingV2StubFactory;
import org.springframework.grpc.client.FutureStubFactory;
import org.springframework.grpc.client.ReactorStubFactory;
import org.springframework.grpc.client.SimpleStubFactory;
import org.springframework.grpc.client.StubFactory;
import org.springframework.util.ReflectionUtils;

/**
 * Factory of stubs of any kind, with spring-grpc's stub factories: first those that are
 * beans, then the built-in ones.
 */
final class StubFactories {

	private final List<Entry> entries = new ArrayList<>();

	StubFactories(List<? extends StubFactory<?>> beans) {
		beans.forEach((factory) -> this.entries.add(new Entry(factory, supports(factory.getClass()))));
		this.entries.add(new Entry(new BlockingStubFactory(), BlockingStubFactory::supports));
		this.entries.add(new Entry(new BlockingV2StubFactory(), BlockingV2StubFactory::supports));
		this.entries.add(new Entry(new FutureStubFactory(), FutureStubFactory::supports));
		this.entries.add(new Entry(new ReactorStubFactory(), ReactorStubFactory::supports));
		this.entries.add(new Entry(new SimpleStubFactory(), SimpleStubFactory::supports));
	}

	/**
	 * As spring-grpc asks a factory: by a static method of this name, which supports
	 * everything if it is missing.
	 */
	private static Predicate<Class<?>> supports(Class<?> factory) {
		Method method = ReflectionUtils.findMethod(factory, "supports", Class.class);
		if (method == null) {
			return (type) -> true;
		}
		ReflectionUtils.makeAccessible(method);
		return (type) -> Boolean.TRUE.equals(ReflectionUtils.invokeMethod(method, null, type));
	}

	@SuppressWarnings("unchecked")
	<T> T create(ManagedChannel channel, Class<T> type) {
		StubFactory<?> factory = this.entries.stream()
			.filter((entry) -> entry.supports().test(type))
			.map(Entry::factory)
			.findFirst()
			.orElseThrow(() -> new InvalidReferenceException(
					"@RpcReference asks for a " + type.getName() + ", which none of the stub factories can make.",
					"Add the library that the stub belongs to (a Kotlin coroutine stub needs io.grpc:grpc-kotlin-stub), or "
							+ "define a bean that is a " + StubFactory.class.getName() + " for this kind of stub."));
		return ((StubFactory<T>) factory).create(() -> channel, type);
	}

	private record Entry(StubFactory<?> factory, Predicate<Class<?>> supports) {
	}

}
