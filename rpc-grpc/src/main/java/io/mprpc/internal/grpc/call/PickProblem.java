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
package io.mprpc.internal.grpc.call;

/**
 * Problem for which a load balancer could not pick an instance for a call.
 *
 * @param kind kind of the problem
 * @param description the problem in words
 * @since 0.1
 */
public record PickProblem(Kind kind, String description) {

	/**
	 * Kind of a problem.
	 */
	public enum Kind {

		/** No instance takes calls of the method. */
		NO_INSTANCE,

		/** There are instances, but no connection to any of them can be used. */
		NO_CONNECTION

	}

}
