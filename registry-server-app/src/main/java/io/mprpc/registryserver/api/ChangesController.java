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

import io.mprpc.registryserver.http.RequestOwner;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * REST endpoint that streams changes.
 */
@RestController
@Tag(name = "Changes", description = "Stream of changes")
class ChangesController {

	private final ChangeStream stream;

	ChangesController(ChangeStream stream) {
		this.stream = stream;
	}

	@GetMapping(path = "/api/v1/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(summary = "Server-sent events",
			description = "'catalog' carries the numbers of the overview after any change, 'journal' an array of new"
					+ " entries, at most 100; 'traffic' tells that there are new call statistics. Last-Event-ID brings the entries that were missed.")
	SseEmitter changes(@RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long lastEntry,
			@Parameter(description = "Whether processes shall report each second while the stream is open"
					+ " instead of every 15 seconds") @RequestParam(defaultValue = "false") boolean traffic,
			HttpServletRequest request, HttpServletResponse response) {
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		// Tells nginx and similar proxies not to buffer events.
		response.setHeader("X-Accel-Buffering", "no");
		return this.stream.open(RequestOwner.of(request), lastEntry, traffic);
	}

}
