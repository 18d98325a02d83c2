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

import java.net.SocketAddress;

import io.grpc.Attributes;

/**
 * A registered instance that a load balancer can pick for a call.
 *
 * @param endpoint where it stands, {@code host:port} as it is registered
 * @param address the address that is connected to
 * @since 0.1
 */
public record PickedInstance(String endpoint, SocketAddress address) {

	/** Attribute of a subchannel: the instance at its other end. */
	public static final Attributes.Key<PickedInstance> KEY = Attributes.Key.create("io.mprpc.picked-instance");

}
