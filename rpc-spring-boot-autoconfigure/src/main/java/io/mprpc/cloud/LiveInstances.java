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

package io.mprpc.cloud;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Lookup of instances in the live views by the names that Spring Cloud's users give: a
 * service, a service's method, or an application. Only the first question for a name can
 * wait for the registry; a name that was never registered is not followed.
 */
final class LiveInstances {

	private static final Logger logger = LoggerFactory.getLogger(LiveInstances.class);

	/** Bounds the memory for names that were asked for in vain. */
	private static final int MAX_NAMES = 10_000;

	/** Under which key an application's metadata has its status, if it has one. */
	private static final String APPLICATION_STATUS = "instance_status";

	private final InstanceDirectory services;

	private final ApplicationDirectory applications;

	private final Duration initialTimeout;

	private final Set<String> asked = ConcurrentHashMap.newKeySet();

	LiveInstances(InstanceDirectory services, ApplicationDirectory applications, Duration initialTimeout) {
		this.services = services;
		this.applications = applications;
		this.initialTimeout = initialTimeout;
	}

	List<String> names() {
		if (this.services.services().isEmpty()) {
			awaitFirst("", () -> !this.services.services().isEmpty());
		}
		return this.services.services().stream().map(ServiceName::value).toList();
	}

	List<ServiceInstance> find(String name) {
		int slash = name.lastIndexOf('/');
		ServiceName service = serviceName((slash >= 0) ? name.substring(0, slash) : name);
		String method = (slash >= 0) ? name.substring(slash + 1) : null;
		if (!isAnswered(service, name)) {
			awaitFirst(name, () -> isAnswered(service, name));
		}
		if (service != null && this.services.services().contains(service)) {
			return serviceInstances(service, method);
		}
		return this.applications.applications().contains(name) ? applicationInstances(name) : List.of();
	}

	/** Whether the registry has sent all that is needed for an answer. */
	private boolean isAnswered(@Nullable ServiceName service, String name) {
		if (service != null && this.services.services().contains(service)) {
			return this.services.view(service).isKnown();
		}
		if (this.applications.applications().contains(name)) {
			// Asking for the instances begins to follow the application.
			this.applications.instances(name);
			return this.applications.isKnown(name);
		}
		// Both lists are here and the name is in none of them: it belongs to another
		// registry.
		return !this.services.services().isEmpty() && !this.applications.applications().isEmpty();
	}

	private List<ServiceInstance> serviceInstances(ServiceName service, @Nullable String method) {
		ServiceView view = this.services.view(service);
		return view.instances()
			.stream()
			.filter((instance) -> instance.metadata().status() == InstanceStatus.UP)
			.filter((instance) -> method == null || instance.serves(method))
			.<ServiceInstance>map(RpcServiceInstance::of)
			.toList();
	}

	private List<ServiceInstance> applicationInstances(String application) {
		return this.applications.instances(application)
			.stream()
			.filter((instance) -> "UP".equals(instance.metadata().getOrDefault(APPLICATION_STATUS, "UP")))
			.<ServiceInstance>map(RpcServiceInstance::of)
			.toList();
	}

	private void awaitFirst(String name, BooleanSupplier known) {
		if (this.asked.size() >= MAX_NAMES || !this.asked.add(name)) {
			return;
		}
		CompletableFuture<Void> answer = new CompletableFuture<>();
		Runnable look = () -> {
			if (known.getAsBoolean()) {
				answer.complete(null);
			}
		};
		Subscription ofServices = this.services.onChange(look);
		Subscription ofApplications = this.applications.onChange(look);
		try {
			look.run();
			answer.get(this.initialTimeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("The registry has not answered about '" + name + "' within " + this.initialTimeout);
		}
		finally {
			ofServices.close();
			ofApplications.close();
		}
	}

	private static @Nullable ServiceName serviceName(String name) {
		try {
			return new ServiceName(name);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
