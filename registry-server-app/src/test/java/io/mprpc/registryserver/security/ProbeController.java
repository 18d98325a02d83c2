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

import java.security.Principal;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Controller with a page to view and an operation.
 */
@TestComponent
@RestController
class ProbeController {

	@GetMapping({ "/api/v1/probe", "/probe" })
	String look(Principal principal, @RequestParam(defaultValue = "") String note,
			@RequestParam(defaultValue = "") String rules) {
		return "seen by " + name(principal) + note + rules;
	}

	@GetMapping("/api/v1/broken")
	String breakDown() {
		throw new IllegalArgumentException("a fault of the server, not of the client");
	}

	private static String name(Principal principal) {
		return (principal != null) ? principal.getName() : "anyone";
	}

	@PostMapping({ "/api/v1/probe", "/probe" })
	String command(Principal principal) {
		return "commanded by " + name(principal);
	}

}
