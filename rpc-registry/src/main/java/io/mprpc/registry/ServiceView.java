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

package io.mprpc.registry;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Immutable snapshot of all instances of a service at one moment.
 *
 * @param service the service
 * @param instances every instance that the registry knows, in the order of their
 * endpoints, whatever their status
 * @param state how far the view can be trusted
 * @param asOf when the registry last confirmed the view, {@code null} while it never did;
 * of a {@link State#SNAPSHOT} the time at which it was written
 * @since 0.1
 */
public record ServiceView(ServiceName service, List<RpcInstance> instances, State state, @Nullable Instant asOf) {

	/**
	 * Copies the instances.
	 */
	public ServiceView {
		Objects.requireNonNull(service, "service");
		Objects.requireNonNull(state, "state");
		instances = List.copyOf(instances);
	}

	/**
	 * The view before anything is known.
	 * @param service the service
	 * @return an empty view in state {@link State#LOADING}
	 */
	public static ServiceView loading(ServiceName service) {
		return new ServiceView(service, List.of(), State.LOADING, null);
	}

	/**
	 * Whether anything is known: every state but {@link State#LOADING}.
	 * @return whether the instances mean something
	 */
	public boolean isKnown() {
		return this.state != State.LOADING;
	}

	/**
	 * Trustworthiness of a view.
	 */
	public enum State {

		/** Nothing is known yet: the registry has not answered. */
		LOADING,

		/** Read from disk, because the registry has not answered yet. */
		SNAPSHOT,

		/** Follows the registry. */
		LIVE,

		/** The last good view: the registry is out of reach. */
		STALE

	}

}
