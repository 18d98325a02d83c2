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

/**
 * The calls of one service.
 *
 * @param service full name of the service
 * @param measured instances that give figures
 * @param instances the instances, with or without figures
 * @param live the calls between the last two answers of each instance
 * @param methods the same by method, in the order of their names
 * @param consumers applications that call it, as far as that is known
 * @param history the last hour, in slots of 15 seconds
 */
public record ServiceTraffic(String service, int measured, List<OfInstance> instances, Rate live,
		List<OfMethod> methods, List<OfConsumer> consumers, List<TimeBucket> history) {

	/**
	 * The calls of one instance.
	 *
	 * @param endpoint where it takes calls
	 * @param state whether it gives figures
	 * @param live its calls between its last two answers
	 */
	public record OfInstance(String endpoint, PollState state, Rate live) {

	}

	/**
	 * The calls of one method.
	 *
	 * @param method simple name of the method
	 * @param live its calls between the last two answers of each instance
	 */
	public record OfMethod(String method, Rate live) {

	}

	/**
	 * The calls of one application.
	 *
	 * @param application name of the application
	 * @param live calls to the service as the application counts them
	 */
	public record OfConsumer(String application, Rate live) {

	}

}
