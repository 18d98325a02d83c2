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
 * Properties of the traces of calls.
 *
 * @param callEvents Whether the span of a call shows the instance that served it, that it
 * waited for one, and that it was retried.
 * @param callbackContext Whether callbacks of asynchronous calls run in the context of
 * the caller, so that its trace, baggage and MDC are there. Needs Micrometer's context
 * propagation library.
 * @since 0.1
 */
@ConfigurationProperties("rpc.tracing")
public record RpcTracingProperties(@DefaultValue("true") boolean callEvents,
		@DefaultValue("true") boolean callbackContext) {
}
