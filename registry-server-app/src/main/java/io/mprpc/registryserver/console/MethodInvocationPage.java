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

package io.mprpc.registryserver.console;

import java.security.Principal;
import java.util.List;
import java.util.function.Supplier;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.api.Actor;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.model.InstanceRow;
import io.mprpc.registryserver.tryit.CallableMethod;
import io.mprpc.registryserver.tryit.InvocationRefusedException;
import io.mprpc.registryserver.tryit.InvocationRequest;
import io.mprpc.registryserver.tryit.MethodInvoker;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The page for manual method invocation, if it is enabled.
 */
@Controller
class MethodInvocationPage {

	private final MethodInvoker tryIt;

	private final Catalog catalog;

	MethodInvocationPage(MethodInvoker tryIt, Catalog catalog) {
		this.tryIt = tryIt;
		this.catalog = catalog;
	}

	@ModelAttribute("call")
	MethodInvocationForm call(@RequestParam(defaultValue = "") String service,
			@RequestParam(defaultValue = "") String endpoint, @RequestParam(defaultValue = "") String method,
			@RequestParam(defaultValue = "") String json, @RequestParam(defaultValue = "") String metadata,
			@RequestParam(required = false) @Nullable Long deadline) {
		if (!this.tryIt.isEnabled()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return new MethodInvocationForm(service.strip(), endpoint.strip(), method, json, metadata, deadline);
	}

	@GetMapping("/try")
	String choose(@ModelAttribute("call") MethodInvocationForm call, Model model) {
		return page(call, model);
	}

	@PostMapping("/try")
	String make(@ModelAttribute("call") MethodInvocationForm call, @Nullable Principal user, Model model) {
		try {
			InvocationRequest request = read(call::request, model);
			if (request != null) {
				model.addAttribute("response", this.tryIt.call(request, Actor.of(user)));
			}
		}
		catch (InvocationRefusedException ex) {
			refused(model, ex.reason(), ex);
		}
		return page(call, model);
	}

	/** Reads the form; {@code null} if it is malformed. */
	private static <T> @Nullable T read(Supplier<T> entered, Model model) {
		try {
			return entered.get();
		}
		catch (IllegalArgumentException ex) {
			refused(model, InvocationRefusedException.Reason.INVALID, ex);
			return null;
		}
	}

	private static void refused(Model model, InvocationRefusedException.Reason reason, Exception ex) {
		model.addAttribute("refused", "try.refused." + reason);
		model.addAttribute("refusal", ex.getMessage());
	}

	private String page(MethodInvocationForm call, Model model) {
		List<InstanceRow> instances = instances(call.service());
		String chosen = (call.endpoint().isEmpty() && !instances.isEmpty()) ? instances.get(0).endpoint().toString()
				: call.endpoint();
		model.addAttribute("instances", instances);
		MethodInvocationForm at = new MethodInvocationForm(call.service(), chosen, call.method(), call.json(),
				call.metadata(), call.deadline());
		List<CallableMethod> methods = chosen.isEmpty() ? List.of() : methods(at, model);
		model.addAttribute("methods", methods);
		model.addAttribute("call", filled(at, methods));
		return "console/try";
	}

	private List<InstanceRow> instances(String service) {
		return service.isEmpty() ? List.of()
				: NotFound.unless(service, ServiceName::new, this.catalog::service).instances();
	}

	private List<CallableMethod> methods(MethodInvocationForm call, Model model) {
		Endpoint endpoint = read(() -> Endpoint.parse(call.endpoint()), model);
		if (endpoint == null) {
			return List.of();
		}
		try {
			return this.tryIt.methods(new ServiceName(call.service()), endpoint);
		}
		catch (InvocationRefusedException ex) {
			refused(model, ex.reason(), ex);
			return List.of();
		}
	}

	/**
	 * Fills in an example request of the method, or of the first one if none is chosen.
	 */
	private static MethodInvocationForm filled(MethodInvocationForm call, List<CallableMethod> methods) {
		return methods.stream()
			.filter((method) -> call.method().isEmpty() || method.name().equals(call.method()))
			.findFirst()
			.map((method) -> call.with(method.name(), call.json().isEmpty() ? method.example() : call.json()))
			.orElse(call);
	}

}
