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

import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Live views of the services in one namespace.
 * <p>
 * A view is kept from the first interest in a service until the directory is closed, so
 * that a consumer that comes back finds it immediately. Listeners are called one after
 * the other on a thread of the registry connection, never on the registry client's event
 * thread, and must not block: while one does, the others are called on another thread.
 *
 * @since 0.1
 */
public interface InstanceDirectory {

	/**
	 * The current view of a service. Starts to follow the service unless it is followed
	 * already; does not wait.
	 * @param service the service
	 * @return the view, {@link ServiceView.State#LOADING} until the registry has answered
	 */
	ServiceView view(ServiceName service);

	/**
	 * Follows a service. The listener is first called with the current view as soon as
	 * that is known, then after each change; changes that come close together are merged,
	 * and a node that is replaced is never seen as gone.
	 * @param service the service
	 * @param listener the listener
	 * @return to end the subscription
	 */
	Subscription subscribe(ServiceName service, Consumer<ServiceView> listener);

	/**
	 * Reads again whether an instance is registered, past all that is known of its
	 * service.
	 * @param instance the instance
	 * @return completes, on any thread, with whether at least one of its methods is
	 * registered; exceptionally if the registry does not answer
	 */
	default CompletionStage<Boolean> isRegistered(RpcInstance instance) {
		ServiceView view = view(instance.service());
		if (view.state() != ServiceView.State.LIVE) {
			return CompletableFuture.failedFuture(new RegistryAccessException(
					"The registry has not answered: its view of " + instance.service() + " is " + view.state(), null));
		}
		return CompletableFuture.completedFuture(
				view.instances().stream().anyMatch((listed) -> listed.endpoint().equals(instance.endpoint())));
	}

	/**
	 * Names of all services that ever had a provider in the namespace, live after the
	 * first call. Does not wait.
	 * @return the names in their natural order, empty until the registry has answered
	 */
	SortedSet<ServiceName> services();

	/**
	 * Calls a listener after any change in what this directory follows; changes that come
	 * close together make one call.
	 * @param listener the listener; must not block
	 * @return to end it
	 */
	Subscription onChange(Runnable listener);

}
