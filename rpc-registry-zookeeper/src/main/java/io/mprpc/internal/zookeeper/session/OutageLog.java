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

package io.mprpc.internal.zookeeper.session;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cause for which there is no connection, logged once per outage and cause.
 */
final class OutageLog {

	private static final Logger logger = LoggerFactory.getLogger(OutageLog.class);

	// An outage with more causes is one whose causes vary.
	private static final int MAX_LOGGED = 10;

	private final String address;

	private final Set<String> logged = new HashSet<>();

	private volatile @Nullable String problem;

	OutageLog(String address) {
		this.address = address;
	}

	@Nullable String problem() {
		return this.problem;
	}

	synchronized void report(String cause) {
		this.problem = cause;
		if (this.logged.size() < MAX_LOGGED && this.logged.add(cause)) {
			logger.warn("No session with ZooKeeper at " + this.address + " (rpc.registry.connect-string): " + cause
					+ ". Calls go on with the instances known so far; connecting is retried in the background");
		}
	}

	synchronized void over() {
		this.problem = null;
		this.logged.clear();
	}

}
