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

import java.security.Principal;
import java.util.List;

import io.mprpc.registryserver.operation.ConsumerMute;
import io.mprpc.registryserver.operation.MuteOperations;
import io.mprpc.registryserver.operation.MuteResult;
import io.mprpc.registryserver.operation.MutedConsumers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * REST endpoints of muted consumers. {@code PUT} mutes and {@code DELETE} ends that; both
 * are idempotent.
 */
@RestController
@RequestMapping(path = "/api/v1/consumers/muted", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Operations")
class MuteController {

	private static final String APPLICATION = "Name of the application";

	private static final String REASON = "Reason for other operators, at most 200 characters";

	private final MuteOperations operations;

	private final MutedConsumers muted;

	MuteController(MuteOperations operations, MutedConsumers muted) {
		this.operations = operations;
		this.muted = muted;
	}

	@GetMapping
	@Operation(summary = "Applications whose consumers are muted: calls that they cannot send are no outage")
	List<ConsumerMute> muted() {
		return List.copyOf(this.muted.all());
	}

	@PutMapping
	@Operation(summary = "Mute the consumers of an application")
	MuteResult mute(@Parameter(description = APPLICATION) @RequestParam String application,
			@Parameter(description = REASON) @RequestParam(defaultValue = "") String reason,
			@Nullable Principal principal) {
		return this.operations.set(application, true, reason, Actor.of(principal));
	}

	@DeleteMapping
	@Operation(summary = "End muting the consumers of an application")
	MuteResult unmute(@Parameter(description = APPLICATION) @RequestParam String application,
			@Parameter(description = REASON) @RequestParam(defaultValue = "") String reason,
			@Nullable Principal principal) {
		return this.operations.set(application, false, reason, Actor.of(principal));
	}

}
