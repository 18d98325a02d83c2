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

package io.mprpc.internal.grpc.client;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.grpc.Attributes;
import io.mprpc.registry.RpcInstance;

/**
 * Reader of single registrations, past the view that a resolution shows. Travels in the
 * attributes of a resolution, as {@link Resolution} does.
 *
 * @since 0.1
 */
public interface RegistrationReader {

	/** Attribute of a resolution: the reader. */
	Attributes.Key<RegistrationReader> READER = Attributes.Key.create("io.mprpc.registration-reader");

	/**
	 * Time for which a registration may outlive its process.
	 * @return the registry's session timeout
	 */
	Duration sessionTimeout();

	/**
	 * Reads a registration again.
	 * @param instance the instance
	 * @return completes, on any thread, with whether it is registered; exceptionally if
	 * the registry does not answer
	 */
	CompletionStage<Boolean> isRegistered(RpcInstance instance);

}
