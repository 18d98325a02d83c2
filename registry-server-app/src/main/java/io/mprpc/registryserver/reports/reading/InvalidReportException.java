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

package io.mprpc.registryserver.reports.reading;

/**
 * Thrown for a message that no correct implementation sends. The message names the field.
 */
@SuppressWarnings("serial")
public final class InvalidReportException extends Exception {

	/**
	 * Creates an exception.
	 * @param field name of the field
	 * @param problem the problem, as in "is negative"
	 */
	public InvalidReportException(String field, String problem) {
		super(field + " " + problem);
	}

	/**
	 * Checks a field.
	 * @param valid whether it is valid
	 * @param field name of the field
	 * @param problem the problem if it is not
	 * @throws InvalidReportException if it is not valid
	 */
	public static void require(boolean valid, String field, String problem) throws InvalidReportException {
		if (!valid) {
			throw new InvalidReportException(field, problem);
		}
	}

}
