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

package io.mprpc.internal.grpc.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Subscription;

/**
 * Counters of the calls that this process makes and serves. Until they are switched on,
 * calls are not observed for them.
 *
 * @since 0.1
 */
public final class ReportedCalls implements ReportSource {

	private final ObservationSwitch active = new ObservationSwitch();

	private final ConsumedCalls consumed;

	private final ProvidedCalls provided = new ProvidedCalls(this.active);

	/**
	 * Creates counters, which are off.
	 * @param time source of time
	 */
	public ReportedCalls(TimeSource time) {
		this.consumed = new ConsumedCalls(this.active, time);
	}

	/**
	 * The calls that are made.
	 * @return their observer
	 */
	public ConsumedCalls consumed() {
		return this.consumed;
	}

	/**
	 * The calls that are served.
	 * @return their observer
	 */
	public ProvidedCalls provided() {
		return this.provided;
	}

	@Override
	public void setActive(boolean nowActive) {
		this.active.set(nowActive);
	}

	@Override
	public Collection<? extends ReportedSeries> series() {
		List<CallCounters> all = new ArrayList<>();
		this.provided.methods().addTo(all);
		this.consumed.methods().addTo(all);
		this.consumed.instances().addTo(all);
		return all;
	}

	@Override
	public Subscription onUnsent(Runnable listener) {
		return this.consumed.onUnsent(listener);
	}

}
