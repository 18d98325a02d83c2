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

package io.mprpc.registryserver.operation;

import io.mprpc.internal.governance.RuleChange;
import org.jspecify.annotations.Nullable;

/**
 * Whether an operator has muted the consumers of an application.
 *
 * @param application name of the application
 * @param muted whether calls that they cannot send are no outage
 * @param lastChange author, time and reason of the last change, {@code null} if unknown
 */
public record ConsumerMute(String application, boolean muted, @Nullable RuleChange lastChange) {

}
