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

package io.mprpc.internal.grpc.balancer.admission;

import io.mprpc.internal.grpc.client.RegistrationReader;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.ServiceView;
import org.jspecify.annotations.Nullable;

/**
 * Reachability of the registry for questions about registrations. Confined to the
 * synchronization context.
 */
public final class RegistryReach {

	private final TimeSource time;

	private @Nullable RegistrationReader reader;

	private boolean live = true;

	private long liveSince;

	public RegistryReach(TimeSource time) {
		this.time = time;
		this.liveSince = time.nanoTime();
	}

	/**
	 * Takes over a resolution.
	 * @param resolution content of the registry, {@code null} if there is none
	 * @param newReader reader of single registrations, {@code null} if there is none
	 * @return whether something changed
	 */
	public boolean update(@Nullable Resolution resolution, @Nullable RegistrationReader newReader) {
		this.reader = newReader;
		boolean nowLive = resolution == null || resolution.view().state() == ServiceView.State.LIVE;
		if (nowLive == this.live) {
			return false;
		}
		this.live = nowLive;
		if (nowLive) {
			this.liveSince = this.time.nanoTime();
		}
		return true;
	}

	@Nullable RegistrationReader reader() {
		return this.reader;
	}

	/**
	 * Whether the view follows the registry.
	 * @return whether it does
	 */
	boolean isLive() {
		return this.live;
	}

	/**
	 * Since when the view follows the registry. A registry that was away gives each
	 * session its full time again when it comes back.
	 * @return the time in nanoseconds
	 */
	long liveSince() {
		return this.liveSince;
	}

}
