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

package io.mprpc.internal.provider;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.grpc.server.lifecycle.GrpcServerStartedEvent;

/**
 * Listener for the events of Spring that a {@link ProviderLifecycle} depends on.
 *
 * @since 0.1
 */
public final class ProviderEvents {

	private final ProviderLifecycle lifecycle;

	private final ApplicationContext context;

	/**
	 * Creates a listener.
	 * @param lifecycle the lifecycle
	 * @param context the context that the lifecycle belongs to
	 */
	public ProviderEvents(ProviderLifecycle lifecycle, ApplicationContext context) {
		this.lifecycle = lifecycle;
		this.context = context;
	}

	@EventListener
	void onServerStarted(GrpcServerStartedEvent event) {
		this.lifecycle.serverStarted(event.getServer());
	}

	@EventListener
	void onApplicationReady(ApplicationReadyEvent event) {
		// A child context tells its parents too.
		if (event.getApplicationContext() == this.context) {
			this.lifecycle.applicationReady();
		}
	}

}
