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

import io.grpc.ConnectivityState;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * State of the connection to an instance.
 *
 * @param state {@link ConnectivityState#READY} if calls can go there,
 * {@link ConnectivityState#CONNECTING} if it is worth waiting, else
 * {@link ConnectivityState#TRANSIENT_FAILURE}
 * @param connected whether there is a connection: an instance can be connected and yet
 * fail, when health checking or a balancer around this one says so
 * @param lastResort whether it could take calls but is ejected: it does so only where no
 * other instance can
 * @param unverified whether its identity cannot be verified, because the registry is out
 * of reach: it takes calls only where no other instance could at all
 * @param error why calls cannot go there, where that is known
 */
public record BackendState(ConnectivityState state, boolean connected, boolean lastResort, boolean unverified,
		@Nullable Status error) {

	/** Before the first connection. */
	public static final BackendState CONNECTING = new BackendState(ConnectivityState.CONNECTING, false, null);

	public BackendState(ConnectivityState state, boolean connected, @Nullable Status error) {
		this(state, connected, false, false, error);
	}

	/**
	 * Of an instance that cannot be told from another process at its address.
	 * @param reason why not
	 * @return the condition
	 */
	static BackendState unverified(Status reason) {
		return new BackendState(ConnectivityState.TRANSIENT_FAILURE, false, true, true, reason);
	}

	/**
	 * The same while the instance is ejected.
	 * @param reason why it is
	 * @return the condition
	 */
	public BackendState ejected(Status reason) {
		return isReady() ? new BackendState(ConnectivityState.TRANSIENT_FAILURE, true, true, false, reason) : this;
	}

	public boolean isReady() {
		return this.state == ConnectivityState.READY;
	}

	/**
	 * Whether a balancer that watches the calls has taken the instance out though its
	 * connection stands.
	 * @return whether it is ejected
	 */
	public boolean isEjected() {
		return this.connected && this.state == ConnectivityState.TRANSIENT_FAILURE;
	}

}
