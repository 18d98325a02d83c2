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

import io.mprpc.registryserver.journal.JournalEntry;
import org.jspecify.annotations.Nullable;

/**
 * Result of muting the consumers of an application, or of ending that.
 *
 * @param application name of the application
 * @param changed whether anything was changed
 * @param muted whether they are muted now
 * @param entry entry of the journal, {@code null} if nothing was changed
 */
public record MuteResult(String application, boolean changed, boolean muted, @Nullable JournalEntry entry) {

}
