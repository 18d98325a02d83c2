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

import java.util.Map;

import io.grpc.NameResolver;
import io.mprpc.registry.Subscription;

/**
 * Source of a channel's service config, which may change while the channel lives: its
 * name resolver emits each new one together with the addresses, and connections stay as
 * they are. Safe for use by several threads.
 *
 * @since 0.1
 */
public interface ServiceConfigSource {

	/** Argument of a channel's name resolver: the source of its service config. */
	NameResolver.Args.Key<ServiceConfigSource> KEY = NameResolver.Args.Key.create("io.mprpc.service-config-source");

	/**
	 * The service config at present.
	 * @return the config as grpc-java reads it from JSON; another object after each
	 * change
	 */
	Map<String, ?> serviceConfig();

	/**
	 * Follows the service config.
	 * @param onChange called after each change, on any thread
	 * @return to end the subscription
	 */
	Subscription subscribe(Runnable onChange);

}
