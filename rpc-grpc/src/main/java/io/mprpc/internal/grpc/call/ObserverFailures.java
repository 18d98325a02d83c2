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
package io.mprpc.internal.grpc.call;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exceptions of observers. Each observer's first one is logged, and none goes further: in
 * a stream tracer it would keep the call from ever ending, or end its channel.
 */
final class ObserverFailures {

	private static final Logger logger = LoggerFactory.getLogger(ObserverFailures.class);

	private final Set<Object> logged = ConcurrentHashMap.newKeySet();

	/**
	 * Takes note of a failure.
	 * @param observer the observer
	 * @param failure its exception
	 */
	void caught(Object observer, RuntimeException failure) {
		if (this.logged.add(observer)) {
			logger.warn("{} failed to observe a call, which goes on. Further failures of it are not logged",
					observer.getClass().getName(), failure);
		}
	}

}
