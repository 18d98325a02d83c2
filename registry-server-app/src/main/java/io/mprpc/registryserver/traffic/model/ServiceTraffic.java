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

package io.mprpc.registryserver.traffic.model;

import java.util.List;

/**
 * Call statistics of one service.
 *
 * @param service full name of the service
 * @param live calls that its instances served, and those that consumers could not send
 * @param reporting number of its instances that report
 * @param methods its methods with calls, in the order of their names
 * @param instances its instances that report, in natural order of their endpoints
 * @param consumers processes that call it or could not, in the order of their identities
 */
public record ServiceTraffic(String service, CallRates live, int reporting, List<MethodCalls> methods,
		List<InstanceCalls> instances, List<ConsumerCalls> consumers) {

	/**
	 * Copies the lists.
	 */
	public ServiceTraffic {
		methods = List.copyOf(methods);
		instances = List.copyOf(instances);
		consumers = List.copyOf(consumers);
	}

	/**
	 * Calls of one method.
	 *
	 * @param method simple name of the method
	 * @param served calls, as its instances count them
	 * @param made calls, as consumers count them, with those that were not sent
	 */
	public record MethodCalls(String method, CallRates served, CallRates made) {

	}

	/**
	 * Calls of one instance.
	 *
	 * @param endpoint where it takes calls
	 * @param process identity of the process that reports
	 * @param served calls that it served
	 */
	public record InstanceCalls(String endpoint, String process, CallRates served) {

	}

	/**
	 * Calls of one consumer.
	 *
	 * @param process identity of the consumer
	 * @param application name of its application
	 * @param made calls, as it counts them, with those that were not sent
	 * @param muted whether an operator has muted the application
	 */
	public record ConsumerCalls(String process, String application, CallRates made, boolean muted) {

	}

}
