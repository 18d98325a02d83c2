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

package io.mprpc.chaos;

/**
 * One row of the table.
 *
 * @param row name of the row
 * @param event the injected fault
 * @param interval results of the calls in the meantime
 * @param kept whether the guarantee was kept
 * @param note additional measurements
 */
record Result(String row, String event, MeasuredInterval interval, boolean kept, String note) {

}
