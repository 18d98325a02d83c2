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

package io.mprpc.registryserver.polled;

import java.util.List;

/**
 * Call statistics of one service.
 *
 * @param service full name of the service
 * @param measured number of instances that report statistics
 * @param instances the instances, with or without statistics
 * @param live the calls between the last two responses of each instance
 * @param methods the same by method, in the order of their names
 * @param consumers applications that call it, as far as known
 * @param history the last hour, in slots of 15 seconds
 */
public record ServiceTraffic(String service, int measured, List<OfInstance> instances, Rate live,
		List<OfMethod> methods, List<OfConsumer> consumers, List<TimeBucket> history) {

	/**
	 * Call statistics of one instance.
	 *
	 * @param endpoint where it takes calls
	 * @param state state of its polling
	 * @param live its calls between its last two responses
	 */
	public record OfInstance(String endpoint, PollState state, Rate live) {

	}

	/**
	 * Call statistics of one method.
	 *
	 * @param method simple name of the method
	 * @param live its calls between the last two responses of each instance
	 */
	public record OfMethod(String method, Rate live) {

	}

	/**
	 * Call statistics of one application.
	 *
	 * @param application name of the application
	 * @param live calls to the service, as counted by the application
	 */
	public record OfConsumer(String application, Rate live) {

	}

}
