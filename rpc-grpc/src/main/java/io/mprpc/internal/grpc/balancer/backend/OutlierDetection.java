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

package io.mprpc.internal.grpc.balancer.backend;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.grpc.LoadBalancer.Helper;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.mprpc.internal.grpc.balancer.backend.CallResults.Tally;
import io.mprpc.internal.grpc.client.settings.OutlierDetectionSettings;
import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Outlier detection, which ejects instances whose calls fail while another instance does
 * clearly better. Where all fail, no instance is to blame and none is ejected. It works
 * in the channel itself, because grpc-java's own outlier detection costs each call
 * several objects. Confined to the synchronization context.
 */
public final class OutlierDetection {

	private final Helper helper;

	private final TimeSource time;

	private final Collection<Backend> backends;

	private final Runnable onChange;

	private @Nullable OutlierDetectionSettings settings;

	private @Nullable ScheduledHandle next;

	/**
	 * Creates a detection that does nothing yet.
	 * @param helper the balancer's helper
	 * @param time the time
	 * @param backends the instances at any time
	 * @param onChange told when an instance was ejected or is back
	 */
	public OutlierDetection(Helper helper, TimeSource time, Collection<Backend> backends, Runnable onChange) {
		this.helper = helper;
		this.time = time;
		this.backends = backends;
		this.onChange = onChange;
	}

	/**
	 * Goes by other settings from now on.
	 * @param newSettings the settings, {@code null} to eject no instance
	 */
	public void configure(@Nullable OutlierDetectionSettings newSettings) {
		if (Objects.equals(newSettings, this.settings)) {
			return;
		}
		this.settings = newSettings;
		shutdown();
		if (newSettings != null) {
			waitForInterval(newSettings);
		}
		else {
			this.backends.forEach((backend) -> backend.ejection().forget());
		}
	}

	public void shutdown() {
		if (this.next != null) {
			this.next.cancel();
			this.next = null;
		}
	}

	private void waitForInterval(OutlierDetectionSettings current) {
		this.next = this.helper.getSynchronizationContext()
			.schedule(() -> judge(current), current.interval().toNanos(), TimeUnit.NANOSECONDS,
					this.helper.getScheduledExecutorService());
	}

	private void judge(OutlierDetectionSettings current) {
		waitForInterval(current);
		long now = this.time.nanoTime();
		boolean changed = false;
		List<Backend> free = new ArrayList<>();
		List<Judged> judged = new ArrayList<>();
		for (Backend backend : this.backends) {
			Tally tally = backend.outcomes().take();
			if (backend.ejection().reason() != null) {
				changed |= backend.ejection().endIfOver(now);
				continue;
			}
			free.add(backend);
			if (tally.calls() >= current.minimumCalls()) {
				judged.add(new Judged(backend, tally));
			}
		}
		if (judged.size() >= current.minimumInstances()) {
			changed |= eject(judged, current);
		}
		free.stream().map(Backend::ejection).filter((ejection) -> ejection.reason() == null).forEach(Ejection::forgive);
		if (changed) {
			this.onChange.run();
		}
	}

	private boolean eject(List<Judged> judged, OutlierDetectionSettings current) {
		double good = current.failurePercentage() / 2.0;
		boolean anyGood = judged.stream().anyMatch((each) -> each.tally.failurePercentage() <= good);
		boolean ejected = false;
		for (Judged each : judged) {
			boolean bad = each.tally.failurePercentage() > current.failurePercentage();
			if (anyGood && bad && mayEjectFurther(current)) {
				each.backend.ejection().begin(each.tally, current, this.time);
				ejected = true;
			}
		}
		return ejected;
	}

	private boolean mayEjectFurther(OutlierDetectionSettings current) {
		long ejected = this.backends.stream().filter((backend) -> backend.ejection().reason() != null).count();
		return 100.0 * ejected / this.backends.size() < current.maxEjectedPercentage();
	}

	/** An instance with calls enough to be judged. */
	private record Judged(Backend backend, Tally tally) {
	}

}
