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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Switch of the observation of calls. Off at first.
 */
final class ObservationSwitch {

	private final List<Runnable> followers = new CopyOnWriteArrayList<>();

	private volatile boolean on;

	boolean isOn() {
		return this.on;
	}

	synchronized void set(boolean nowOn) {
		if (this.on != nowOn) {
			this.on = nowOn;
			this.followers.forEach(Runnable::run);
		}
	}

	void follow(Runnable changed) {
		this.followers.add(changed);
	}

}
