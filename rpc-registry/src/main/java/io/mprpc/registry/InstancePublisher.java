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

/**
 * Publisher of instances, which keeps them registered: through lost connections, ended
 * sessions and nodes that others delete.
 *
 * @since 0.1
 */
public interface InstancePublisher {

	/**
	 * Publishes an instance: all of its services and methods together. Returns without
	 * waiting; goes on trying until it is published or withdrawn.
	 * @param instance the instance
	 * @return the publication, to follow, change and end it
	 */
	Publication publish(ProviderInstance instance);

	/**
	 * Makes known that this process references a service, until the returned subscription
	 * is closed. Returns without waiting.
	 * @param reference the reference
	 * @return to end it
	 */
	Subscription registerConsumer(ConsumerReference reference);

	/**
	 * One instance's presence in the registry. Safe for use by several threads.
	 */
	interface Publication extends AutoCloseable {

		/**
		 * The published instance, with its current status.
		 * @return the instance
		 */
		ProviderInstance instance();

		/**
		 * State of the publication.
		 * @return the state
		 */
		State state();

		/**
		 * Says why the state is {@link State#CONFLICT} or {@link State#DENIED}, or which
		 * error the last attempt met.
		 * @return the reason, empty if there is none
		 */
		String reason();

		/**
		 * Changes the status of the instance where consumers see it, without the nodes
		 * going away. Waits until it is written, at most for the registry's operation
		 * timeout. An instance that is {@link InstanceStatus#DRAINING} keeps that status.
		 * @param status the status
		 * @return whether it is written; if not, it will be as soon as the registry is in
		 * reach
		 */
		boolean status(InstanceStatus status);

		/**
		 * Withdraws the instance. Waits until its nodes are deleted, at most for the
		 * registry's operation timeout; nodes that cannot be deleted vanish with the
		 * session. Closing twice does nothing.
		 */
		@Override
		void close();

		/**
		 * State of a publication.
		 */
		enum State {

			/** Not written yet, or to be written again: the registry is awaited. */
			PENDING,

			/** Consumers can see it. */
			PUBLISHED,

			/** Another live instance claims the endpoint; it is left alone. */
			CONFLICT,

			/**
			 * The registry refuses: permission is missing. Tried again with each session.
			 */
			DENIED,

			/** Ended by {@link Publication#close()}. */
			WITHDRAWN

		}

	}

}
