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

import java.util.function.BiConsumer;

/**
 * Numbers of series of one report that are dropped, by reason.
 */
final class DropCounts {

	private static final DropReason[] REASONS = DropReason.values();

	private final long[] counts = new long[REASONS.length];

	void add(DropReason reason, long number) {
		this.counts[reason.ordinal()] += number;
	}

	void forEach(BiConsumer<Long, DropReason> receiver) {
		for (DropReason reason : REASONS) {
			if (this.counts[reason.ordinal()] > 0) {
				receiver.accept(this.counts[reason.ordinal()], reason);
			}
		}
	}

}
