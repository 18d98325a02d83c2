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

import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.registryserver.journal.JournalEvent;

/**
 * Result of a command: the changed rules and their entry in the journal.
 *
 * @param rules the rules as they shall be
 * @param event what to write into the journal
 * @param text what was commanded, for people who read the rules
 */
record Change(ServiceRules rules, JournalEvent event, String text) {

}
