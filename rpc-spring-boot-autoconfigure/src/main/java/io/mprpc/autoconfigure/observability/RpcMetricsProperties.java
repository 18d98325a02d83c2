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

package io.mprpc.autoconfigure.observability;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of meters.
 *
 * @param enabled Whether to measure calls and the registry.
 * @param instanceTag Whether meters of calls have a tag with the instance.
 * @param instanceLimit Largest number of instances to distinguish. Further ones are
 * tagged 'other'.
 * @param serviceLimit Largest number of followed services with meters of their own.
 * @since 0.1
 */
@ConfigurationProperties("rpc.metrics")
public record RpcMetricsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean instanceTag,
		@DefaultValue("100") int instanceLimit, @DefaultValue("1000") int serviceLimit) {
}
