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

package io.mprpc.registryserver.security;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpSession;

/**
 * Bounded set of sessions, by owner.
 */
class SessionLimit {

	private final int perOwner;

	private final int owners;

	private final Map<String, Deque<HttpSession>> sessions = new LinkedHashMap<>(16, 0.75f, true);

	SessionLimit(int perOwner, int owners) {
		this.perOwner = perOwner;
		this.owners = owners;
	}

	/**
	 * Adds a session.
	 * @return the oldest sessions, which exceed the limit
	 */
	synchronized List<HttpSession> add(String owner, HttpSession session) {
		List<HttpSession> tooMany = new ArrayList<>();
		Deque<HttpSession> ofOwner = this.sessions.computeIfAbsent(owner, (absent) -> new ArrayDeque<>());
		ofOwner.addLast(session);
		if (ofOwner.size() > this.perOwner) {
			tooMany.add(ofOwner.removeFirst());
		}
		if (this.sessions.size() > this.owners) {
			String eldest = this.sessions.keySet().iterator().next();
			tooMany.addAll(this.sessions.remove(eldest));
		}
		return tooMany;
	}

}
