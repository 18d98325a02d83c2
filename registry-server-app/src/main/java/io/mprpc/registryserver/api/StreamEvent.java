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

package io.mprpc.registryserver.api;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * One event on its way to clients.
 *
 * @param name its name, {@code null} for a heartbeat
 * @param id identity that a client sends when it reconnects, {@code null} for none
 * @param json its content
 */
record StreamEvent(@Nullable String name, @Nullable String id, String json) {

	static final StreamEvent HEARTBEAT = new StreamEvent(null, null, "");

	SseEventBuilder builder() {
		SseEventBuilder event = SseEmitter.event();
		if (this.name == null) {
			return event.comment("");
		}
		if (this.id != null) {
			event.id(this.id);
		}
		return event.name(this.name).data(this.json);
	}

}
