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

import io.grpc.ManagedChannel;
import io.mprpc.internal.grpc.client.settings.ReferenceSettings;
import io.mprpc.registry.ServiceName;

/**
 * A channel that references share.
 *
 * @param service the service that is called through it
 * @param target where it leads: {@code rpc:///...} for a service in the registry, else a
 * direct address
 * @param settings its settings
 * @param channel the channel itself; closed by {@code RpcChannels}
 * @since 0.1
 */
public record RpcChannel(ServiceName service, String target, ReferenceSettings settings, ManagedChannel channel) {
}
