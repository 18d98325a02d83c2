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

package io.mprpc.registryserver.traffic;

import java.util.List;
import java.util.Optional;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.LoadHistory;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.ServiceTraffic;
import io.mprpc.registryserver.traffic.model.TrafficEdge;
import io.mprpc.registryserver.traffic.model.TrafficHistory;
import io.mprpc.registryserver.traffic.model.TrafficOverview;
import io.mprpc.registryserver.traffic.model.UnsentCalls;

/**
 * Call statistics as processes report them. Immutable values; all methods may be called
 * on any thread, and none waits for a report.
 */
public interface Traffic {

	/**
	 * Calls of the whole namespace.
	 * @return the calls
	 */
	TrafficOverview overview();

	/**
	 * History of the calls of the whole namespace.
	 * @param range the range
	 * @return the history
	 */
	TrafficHistory history(HistoryRange range);

	/**
	 * Calls of a service.
	 * @param service the service
	 * @return the calls, all zero if no process reports any
	 */
	ServiceTraffic service(ServiceName service);

	/**
	 * History of a service: calls that were served, and those that consumers could not
	 * send.
	 * @param service the service
	 * @param range the range
	 * @return the history
	 */
	TrafficHistory service(ServiceName service, HistoryRange range);

	/**
	 * History of a method.
	 * @param service the service
	 * @param method simple name of the method
	 * @param range the range
	 * @return the history
	 */
	TrafficHistory method(ServiceName service, String method, HistoryRange range);

	/**
	 * History of a service at one instance.
	 * @param service the service
	 * @param endpoint where the instance takes calls
	 * @param range the range
	 * @return the history
	 */
	TrafficHistory instance(ServiceName service, Endpoint endpoint, HistoryRange range);

	/**
	 * History of the calls of one application to a service, as its processes count them.
	 * @param service the service
	 * @param application name of the application
	 * @param range the range
	 * @return the history
	 */
	TrafficHistory consumer(ServiceName service, String application, HistoryRange range);

	/**
	 * Processes that the registry knows, whether they report or not.
	 * @return the processes in natural order of their identities
	 */
	List<ReportingProcess> processes();

	/**
	 * Calls and load of a process.
	 * @param id its identity
	 * @return the process, empty if the registry does not know it
	 */
	Optional<ProcessTraffic> process(String id);

	/**
	 * History of all calls that a process made or could not send.
	 * @param id its identity
	 * @param range the range
	 * @return the history
	 */
	TrafficHistory process(String id, HistoryRange range);

	/**
	 * History of the load of a process.
	 * @param id its identity
	 * @param range the range
	 * @return the history, without slots if the process does not report
	 */
	LoadHistory load(String id, HistoryRange range);

	/**
	 * Calls that consumers could not send within the last ten seconds.
	 * @return the calls, the most first
	 */
	List<UnsentCalls> unsent();

	/**
	 * Calls of applications to services.
	 * @return the calls in the order of applications and services
	 */
	List<TrafficEdge> edges();

	/**
	 * Calls a listener when there are new figures, at most about once a second.
	 * @param listener the listener; must not block
	 * @return handle that removes the listener
	 */
	Subscription onChange(Runnable listener);

	/**
	 * Asks processes to report each second while somebody looks.
	 * @return handle that ends it
	 */
	Subscription watch();

}
