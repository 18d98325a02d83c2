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

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Statistics of the registry's client and the state that it holds, for reports. All
 * counts are since the start.
 *
 * @since 0.1
 */
public interface RegistryStatistics {

	/**
	 * Sessions that began, the first one included.
	 * @return the count
	 */
	long sessions();

	/**
	 * Times that the connection was lost.
	 * @return the count
	 */
	long disconnections();

	/**
	 * Events that the registry sent about what is followed or published.
	 * @return the count
	 */
	long events();

	/**
	 * Times that an instance or a reference was written into a session.
	 * @return the count
	 */
	long registrations();

	/**
	 * Times that something published had to be written again because another process had
	 * changed or deleted it.
	 * @return the count
	 */
	long repairs();

	/**
	 * Entries that were skipped because they cannot be read.
	 * @return the count
	 */
	long unreadable();

	/**
	 * Publications of this process that have not been withdrawn.
	 * @return the publications
	 */
	List<InstancePublisher.Publication> publications();

	/**
	 * The views of all services that are followed, each with its state and the time for
	 * which it is true.
	 * @return the views, in no particular order
	 */
	List<ServiceView> views();

	/**
	 * The view of a service that is followed.
	 * @param service one of {@link #views()}
	 * @return the view
	 */
	ServiceView view(ServiceName service);

	/**
	 * Calls a listener each time that a provider's change has been delivered to those who
	 * follow its service.
	 * @param listener given the time from the commit, by the registry's clock, to the
	 * telling, by this process's: where the clocks differ it is wrong by the difference,
	 * and never below zero; must not block
	 * @return to end it
	 */
	Subscription onApplied(Consumer<Duration> listener);

}
