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

import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.operation.Command;
import io.mprpc.registryserver.operation.CommandContext;
import io.mprpc.registryserver.operation.CommandResult;
import io.mprpc.registryserver.operation.Operations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * REST endpoints of operations. {@code PUT} sets a rule and {@code DELETE} removes it;
 * both are idempotent.
 */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Operations",
		description = "Operations on services and instances: PUT sets, DELETE resets, both are idempotent")
class OperationController {

	private static final String INSTANCE = "/services/{service}/instances/{endpoint}";

	private static final String FORCE = "Whether to proceed even if no instance would take calls of a method";

	private static final String LIFETIME = "Whether the rule survives a restart of the instance";

	private static final String IF_MATCH = "rulesVersion of the service as last read, in quotes: the operation fails if the rules have changed since";

	private final Operations operations;

	OperationController(Operations operations) {
		this.operations = operations;
	}

	@PutMapping("/instances/{endpoint}/out-of-service")
	@Operation(summary = "Take all services of an endpoint out of service")
	List<CommandResult> takeOut(@PathVariable Endpoint endpoint,
			@Parameter(description = LIFETIME) @RequestParam(defaultValue = "LASTING") RuleLifetime lifetime,
			@Parameter(description = FORCE) @RequestParam(defaultValue = "false") boolean force,
			@Nullable Principal principal) {
		return this.operations.serveAll(endpoint, false, lifetime, context(principal, force, null));
	}

	@DeleteMapping("/instances/{endpoint}/out-of-service")
	@Operation(summary = "Put all services of an endpoint back into service")
	List<CommandResult> putBack(@PathVariable Endpoint endpoint, @Nullable Principal principal) {
		return this.operations.serveAll(endpoint, true, RuleLifetime.LASTING, context(principal, false, null));
	}

	@DeleteMapping("/services/{service}")
	@Operation(summary = "Remove a service that has no instance, no consumer and no rule")
	ResponseEntity<CommandResult> removeService(@PathVariable ServiceName service, @Nullable Principal principal) {
		return execute(new Command.RemoveService(service), context(principal, false, null));
	}

	@PutMapping(INSTANCE + "/out-of-service")
	@Operation(summary = "Take an instance of a service out of service")
	ResponseEntity<CommandResult> takeInstanceOut(@PathVariable ServiceName service, @PathVariable Endpoint endpoint,
			@Parameter(description = LIFETIME) @RequestParam(defaultValue = "LASTING") RuleLifetime lifetime,
			@Parameter(description = FORCE) @RequestParam(defaultValue = "false") boolean force,
			@Parameter(description = IF_MATCH) @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch,
			@Nullable Principal principal) {
		return execute(new Command.SetInstanceServing(service, endpoint, false, lifetime),
				context(principal, force, ifMatch));
	}

	@DeleteMapping(INSTANCE + "/out-of-service")
	@Operation(summary = "Put an instance of a service back into service")
	ResponseEntity<CommandResult> putInstanceBack(@PathVariable ServiceName service, @PathVariable Endpoint endpoint,
			@Parameter(description = IF_MATCH) @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch,
			@Nullable Principal principal) {
		return execute(new Command.SetInstanceServing(service, endpoint, true, RuleLifetime.LASTING),
				context(principal, false, ifMatch));
	}

	@PutMapping(INSTANCE + "/methods/{method}/out-of-service")
	@Operation(summary = "Take one method of an instance out of service")
	ResponseEntity<CommandResult> takeMethodOut(@PathVariable ServiceName service, @PathVariable Endpoint endpoint,
			@PathVariable String method,
			@Parameter(description = LIFETIME) @RequestParam(defaultValue = "LASTING") RuleLifetime lifetime,
			@Parameter(description = FORCE) @RequestParam(defaultValue = "false") boolean force,
			@Parameter(description = IF_MATCH) @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch,
			@Nullable Principal principal) {
		return execute(new Command.SetMethodServing(service, endpoint, method, false, lifetime),
				context(principal, force, ifMatch));
	}

	@DeleteMapping(INSTANCE + "/methods/{method}/out-of-service")
	@Operation(summary = "Put one method of an instance back into service")
	ResponseEntity<CommandResult> putMethodBack(@PathVariable ServiceName service, @PathVariable Endpoint endpoint,
			@PathVariable String method, @Parameter(description = IF_MATCH) @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch,
			@Nullable Principal principal) {
		return execute(new Command.SetMethodServing(service, endpoint, method, true, RuleLifetime.LASTING),
				context(principal, false, ifMatch));
	}

	@PutMapping("/services/{service}/versions/out-of-service")
	@Operation(summary = "Take all instances of a version out of service, including future ones")
	ResponseEntity<CommandResult> takeVersionOut(@PathVariable ServiceName service,
			@Parameter(description = "Empty for instances without a version") @RequestParam String version,
			@Parameter(description = FORCE) @RequestParam(defaultValue = "false") boolean force,
			@Parameter(description = IF_MATCH) @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch,
			@Nullable Principal principal) {
		return execute(new Command.SetVersionServing(service, version, false), context(principal, force, ifMatch));
	}

	@DeleteMapping("/services/{service}/versions/out-of-service")
	@Operation(summary = "Put a version back into service")
	ResponseEntity<CommandResult> putVersionBack(@PathVariable ServiceName service, @RequestParam String version,
			@Parameter(description = IF_MATCH) @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch,
			@Nullable Principal principal) {
		return execute(new Command.SetVersionServing(service, version, true), context(principal, false, ifMatch));
	}

	@PutMapping(path = INSTANCE + "/weight", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Set the weight of an instance")
	ResponseEntity<CommandResult> weigh(@PathVariable ServiceName service, @PathVariable Endpoint endpoint,
			@RequestBody Weight weight,
			@Parameter(description = LIFETIME) @RequestParam(defaultValue = "LASTING") RuleLifetime lifetime,
			@Parameter(
					description = "Whether to change the lifetime of the other rules of the instance too") @RequestParam(
							defaultValue = "false") boolean force,
			@Parameter(description = IF_MATCH) @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch,
			@Nullable Principal principal) {
		return execute(new Command.SetInstanceWeight(service, endpoint, weight.required(), lifetime),
				context(principal, force, ifMatch));
	}

	@DeleteMapping(INSTANCE + "/weight")
	@Operation(summary = "Reset the weight of an instance to its own")
	ResponseEntity<CommandResult> ownWeight(@PathVariable ServiceName service, @PathVariable Endpoint endpoint,
			@Parameter(description = IF_MATCH) @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch,
			@Nullable Principal principal) {
		return execute(new Command.SetInstanceWeight(service, endpoint, null, RuleLifetime.LASTING),
				context(principal, false, ifMatch));
	}

	@DeleteMapping(INSTANCE + "/rule")
	@Operation(summary = "Remove all rules of an endpoint, whether or not an instance is registered there")
	ResponseEntity<CommandResult> removeRule(@PathVariable ServiceName service, @PathVariable Endpoint endpoint,
			@Parameter(description = IF_MATCH) @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch,
			@Nullable Principal principal) {
		return execute(new Command.RemoveRule(service, endpoint), context(principal, false, ifMatch));
	}

	private ResponseEntity<CommandResult> execute(Command command, CommandContext context) {
		CommandResult result = this.operations.execute(command, context);
		return ResponseEntity.ok().eTag(String.valueOf(result.rulesVersion())).body(result);
	}

	private static CommandContext context(@Nullable Principal principal, boolean force, @Nullable String ifMatch) {
		return new CommandContext(Actor.of(principal), force, IfMatch.version(ifMatch));
	}

	/**
	 * Weight of an instance.
	 *
	 * @param weight the weight, from 0 to 10000
	 */
	record Weight(@Nullable Integer weight) {

		int required() {
			if (this.weight == null) {
				throw new InvalidInputException("The body needs a number 'weight'");
			}
			return this.weight;
		}

	}

}
