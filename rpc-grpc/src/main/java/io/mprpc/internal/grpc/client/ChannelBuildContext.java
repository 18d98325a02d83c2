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

package io.mprpc.internal.grpc.client;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Context that carries a plan through Spring's channel factory, which passes on nothing
 * but the target, to the parts of it that have to know more. Belongs to the thread that
 * builds.
 *
 * @since 0.1
 */
public final class ChannelBuildContext {

	private final ThreadLocal<@Nullable Progress> current = new ThreadLocal<>();

	/**
	 * Creates the carrier.
	 */
	public ChannelBuildContext() {
	}

	public <T> T build(ChannelPlan plan, Supplier<T> factory) {
		this.current.set(new Progress(plan));
		try {
			return factory.get();
		}
		finally {
			this.current.remove();
		}
	}

	/**
	 * Whether the current thread is building a channel of a reference.
	 * @return whether it is
	 */
	public boolean isUnderWay() {
		return this.current.get() != null;
	}

	public @Nullable Progress progress() {
		return this.current.get();
	}

	/**
	 * Takes note of the service config that the user's own configuration makes, which the
	 * channel's plan is laid over later. Does nothing for a channel that is not ours.
	 * @param serviceConfig the service config
	 */
	public void usersServiceConfig(Map<String, Object> serviceConfig) {
		Progress progress = this.current.get();
		if (progress != null) {
			progress.serviceConfig.putAll(serviceConfig);
		}
	}

	/**
	 * A channel that is being built.
	 */
	public static final class Progress {

		private final ChannelPlan plan;

		private final Map<String, Object> serviceConfig = new HashMap<>();

		private boolean secured;

		private Progress(ChannelPlan plan) {
			this.plan = plan;
		}

		public ChannelPlan plan() {
			return this.plan;
		}

		public Map<String, Object> serviceConfig() {
			return this.serviceConfig;
		}

		public boolean isSecured() {
			return this.secured;
		}

		public void secured() {
			this.secured = true;
		}

	}

}
