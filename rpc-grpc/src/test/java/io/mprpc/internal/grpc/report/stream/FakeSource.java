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

package io.mprpc.internal.grpc.report.stream;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.internal.grpc.report.ReportSource;
import io.mprpc.internal.grpc.report.ReportedSeries;
import io.mprpc.registry.Subscription;

/**
 * A source of series that a test makes.
 */
final class FakeSource implements ReportSource {

	final List<ReportedSeries> series = new CopyOnWriteArrayList<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile boolean active;

	@Override
	public void setActive(boolean active) {
		this.active = active;
	}

	boolean isActive() {
		return this.active;
	}

	@Override
	public Collection<? extends ReportedSeries> series() {
		return this.series;
	}

	@Override
	public Subscription onUnsent(Runnable listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	void unsent() {
		this.listeners.forEach(Runnable::run);
	}

}
