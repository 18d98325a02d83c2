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

package io.mprpc.registryserver.catalog.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.mprpc.internal.governance.EffectiveInstance;
import io.mprpc.internal.governance.EffectiveService;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;

/**
 * Health of a service: whether each of its methods can be called. Shared by the overview,
 * filters, pages, the REST API, health and meters.
 *
 * @param level level of the health
 * @param instances registered instances
 * @param inService instances that take calls of at least one method
 * @param limited instances that do not take calls of all methods that they expose
 * @param draining instances that are draining
 * @param weightless instances in service whose weight is 0
 * @param methodsDown methods that instances expose, but of which no instance takes calls
 * @param rulesReadable whether this server can read the rules of the service
 */
public record ServiceHealth(Level level, int instances, int inService, int limited, int draining, int weightless,
		SortedSet<String> methodsDown, boolean rulesReadable) {

	/**
	 * Copies the methods.
	 */
	public ServiceHealth {
		methodsDown = Collections.unmodifiableSortedSet(new TreeSet<>(methodsDown));
	}

	/**
	 * Derives the health of a service.
	 * @param service the service
	 * @return its health
	 */
	public static ServiceHealth of(EffectiveService service) {
		SortedSet<String> down = service.offeredMethods();
		down.removeAll(service.availableMethods());
		List<EffectiveInstance> instances = service.instances();
		int inService = 0;
		int limited = 0;
		int draining = 0;
		int weightless = 0;
		for (EffectiveInstance instance : instances) {
			InstanceMetadata metadata = instance.effective().metadata();
			inService += instance.takesCalls() ? 1 : 0;
			limited += instance.takesAllCalls() ? 0 : 1;
			draining += (metadata.status() == InstanceStatus.DRAINING) ? 1 : 0;
			weightless += (metadata.status() == InstanceStatus.UP && metadata.weight() == 0) ? 1 : 0;
		}
		boolean rulesReadable = service.rules().problem() == null;
		Level level = service.isKnown() ? level(instances.size(), inService, down, limited > 0 || !rulesReadable)
				: Level.LOADING;
		return new ServiceHealth(level, instances.size(), inService, limited, draining, weightless, down,
				rulesReadable);
	}

	private static Level level(int instances, int inService, SortedSet<String> methodsDown, boolean impaired) {
		if (instances == 0) {
			return Level.NO_INSTANCE;
		}
		if (inService == 0) {
			return Level.DOWN;
		}
		if (!methodsDown.isEmpty()) {
			return Level.METHODS_DOWN;
		}
		return impaired ? Level.IMPAIRED : Level.UP;
	}

	/**
	 * Level of health, from best to worst.
	 */
	public enum Level {

		/** Every instance takes calls of all methods that it exposes. */
		UP,

		/** The service is not loaded yet. */
		LOADING,

		/**
		 * Every method can be called, but some instances take no calls or not of all
		 * methods, or the rules of the service cannot be read.
		 */
		IMPAIRED,

		/** No instance takes calls of a method that instances expose. */
		METHODS_DOWN,

		/** No instance is registered. */
		NO_INSTANCE,

		/** No instance takes calls. */
		DOWN;

		/**
		 * Whether calls of the service, or of one of its methods, fail.
		 * @return whether something cannot be called
		 */
		public boolean isUnavailable() {
			return compareTo(METHODS_DOWN) >= 0;
		}

		/**
		 * Whether the service needs attention.
		 * @return whether it is impaired or unavailable
		 */
		public boolean needsAttention() {
			return compareTo(IMPAIRED) >= 0;
		}

	}

}
