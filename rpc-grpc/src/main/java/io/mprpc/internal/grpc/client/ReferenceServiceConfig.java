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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.grpc.ServiceDescriptor;
import io.mprpc.internal.grpc.client.settings.ReferenceSettings;
import io.mprpc.internal.grpc.client.settings.ServiceConfigWriter;
import io.mprpc.registry.Subscription;

/**
 * Service config of a reference's channel, made of the reference's settings and of the
 * service config that the user gave to Spring Boot. The settings of calls may change
 * while the channel lives; those that a channel is built with, its target and its
 * security among them, do not.
 */
public final class ReferenceServiceConfig implements ServiceConfigSource {

	private final ServiceDescriptor service;

	private final Map<String, ?> usersConfig;

	private final boolean balanced;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile Map<String, ?> serviceConfig;

	private volatile CallDeadlines deadlines;

	/**
	 * Creates the service config.
	 * @param plan the channel
	 * @param usersConfig service config that the user gave to Spring Boot
	 * @param balanced whether the channel chooses among registered instances
	 */
	public ReferenceServiceConfig(ChannelPlan plan, Map<String, ?> usersConfig, boolean balanced) {
		this.service = plan.service();
		this.usersConfig = Collections.unmodifiableMap(new LinkedHashMap<>(usersConfig));
		this.balanced = balanced;
		this.serviceConfig = write(plan.settings());
		this.deadlines = new CallDeadlines(this.service, plan.settings());
	}

	public boolean isBalanced() {
		return this.balanced;
	}

	CallDeadlines deadlines() {
		return this.deadlines;
	}

	@Override
	public Map<String, ?> serviceConfig() {
		return this.serviceConfig;
	}

	@Override
	public Subscription subscribe(Runnable onChange) {
		this.listeners.add(onChange);
		return () -> this.listeners.remove(onChange);
	}

	/**
	 * Takes other settings for the calls that begin from now on. Each changed service
	 * config starts with a full retry budget; one that says the same is not changed.
	 * @param settings the settings
	 */
	public void update(ReferenceSettings settings) {
		Map<String, ?> written = write(settings);
		synchronized (this) {
			this.deadlines = new CallDeadlines(this.service, settings);
			if (written.equals(this.serviceConfig)) {
				return;
			}
			this.serviceConfig = written;
		}
		this.listeners.forEach(Runnable::run);
	}

	private Map<String, ?> write(ReferenceSettings settings) {
		ServiceConfigWriter writer = new ServiceConfigWriter(this.service, settings, this.usersConfig);
		return (this.balanced) ? writer.withBalancing() : writer.withoutBalancing();
	}

}
