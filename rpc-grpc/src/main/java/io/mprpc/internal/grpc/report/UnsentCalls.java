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

package io.mprpc.internal.grpc.report;

import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.UnsentReason;

/**
 * Counts of calls that were not sent to any instance, by reason, and the last reason in
 * words. Safe for use by several threads.
 */
final class UnsentCalls {

	/** Largest number of characters of a reason in words. */
	static final int MAX_TEXT = 300;

	private static final int REASONS = UnsentReason.UNSENT_LIMITED_VALUE + 1;

	private final CounterArray byReason = new CounterArray(REASONS);

	private volatile String last = "";

	void add(UnsentReason reason, String text) {
		this.last = cut(text);
		this.byReason.increment(reason.getNumber());
	}

	void writeTo(Series.Builder series) {
		boolean none = true;
		for (int i = 0; i < REASONS; i++) {
			long count = this.byReason.get(i);
			none &= count == 0;
			series.addUnsent(count);
		}
		if (none) {
			series.clearUnsent();
		}
		else {
			series.setLastUnsent(this.last);
		}
	}

	// Half a character would not survive the way over the wire.
	private static String cut(String text) {
		if (text.length() <= MAX_TEXT) {
			return text;
		}
		int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
		return text.substring(0, end);
	}

}
