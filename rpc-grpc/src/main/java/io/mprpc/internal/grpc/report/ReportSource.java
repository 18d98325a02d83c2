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

import java.util.Collection;

import io.mprpc.registry.Subscription;

/**
 * Source of what this process reports. Counts only while it is active.
 *
 * @since 0.1
 */
public interface ReportSource {

	/**
	 * Begins to count, with the first stream that is accepted, and ends with the last.
	 * @param active whether to count
	 */
	void setActive(boolean active);

	/**
	 * All series that have had a call.
	 * @return the series, in no order
	 */
	Collection<? extends ReportedSeries> series();

	/**
	 * Calls a listener when a call could not be sent. Comes for each such call on the
	 * thread that ends it: the listener must return at once.
	 * @param listener the listener
	 * @return handle that removes the listener
	 */
	Subscription onUnsent(Runnable listener);

}
