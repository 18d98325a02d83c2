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

package io.mprpc.registryserver.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.registry.ConsumerDirectory;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;

/**
 * References in memory, whose listeners are called before the changing call returns.
 */
public final class MemoryConsumers implements ConsumerDirectory {

	private final List<ConsumerReference> references = new CopyOnWriteArrayList<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Adds a reference.
	 */
	public void put(String service, String consumer) {
		put(ConsumerReference.parse(new ServiceName(service), consumer));
	}

	/**
	 * Adds a reference.
	 */
	public void put(ConsumerReference reference) {
		this.references.add(reference);
		this.listeners.forEach(Runnable::run);
	}

	/**
	 * Gives all references another key.
	 */
	public void key(String reportKey) {
		this.references.replaceAll((reference) -> reference.withReportKey(reportKey));
		this.listeners.forEach(Runnable::run);
	}

	/**
	 * Takes all references away.
	 */
	public void clear() {
		this.references.clear();
		this.listeners.forEach(Runnable::run);
	}

	@Override
	public List<ConsumerReference> references(ServiceName service) {
		return this.references.stream().filter((reference) -> reference.service().equals(service)).toList();
	}

	@Override
	public List<ConsumerReference> references() {
		return List.copyOf(this.references);
	}

	@Override
	public boolean isKnown() {
		return true;
	}

	@Override
	public Subscription onChange(Runnable listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

}
