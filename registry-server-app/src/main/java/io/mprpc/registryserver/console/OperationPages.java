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
import java.util.Set;

import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.api.Actor;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.model.InstanceRow;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.console.link.PagePath;
import io.mprpc.registryserver.operation.Command;
import io.mprpc.registryserver.operation.CommandContext;
import io.mprpc.registryserver.operation.CommandRefusedException;
import io.mprpc.registryserver.operation.CommandRefusedException.Reason;
import io.mprpc.registryserver.operation.CommandResult;
import io.mprpc.registryserver.operation.Operations;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages of operations: a form to confirm, which scripts show as a dialog, and its
 * submission.
 */
@Controller
class OperationPages {

	private static final Set<Reason> FORCIBLE = Set.of(Reason.LAST_IN_SERVICE, Reason.OTHER_LIFETIME);

	private final Operations operations;

	private final Catalog catalog;

	private final ConsoleText text;

	OperationPages(Operations operations, Catalog catalog, ConsoleText text) {
		this.operations = operations;
		this.catalog = catalog;
		this.text = text;
	}

	@ModelAttribute("form")
	OperationForm form(@PathVariable String kind, @RequestParam String service,
			@RequestParam(required = false) @Nullable String endpoint,
			@RequestParam(required = false) @Nullable String method,
			@RequestParam(required = false) @Nullable String version,
			@RequestParam(required = false) @Nullable Integer weight,
			@RequestParam(defaultValue = "LASTING") RuleLifetime lifetime,
			@RequestParam(defaultValue = "service") String from) {
		OperationKind operation = NotFound.unless(OperationKind.at(kind));
		return new OperationForm(operation, service, endpoint, method, version, weight, lifetime, from);
	}

	@GetMapping("/operations/{kind}")
	String ask(@ModelAttribute("form") OperationForm form, Model model) {
		ServiceDetail service = NotFound.unless(form.service(), ServiceName::new, this.catalog::service);
		if (form.kind() == OperationKind.WEIGHT && form.weight() == null) {
			model.addAttribute("form", withPresentWeight(form, service));
		}
		return page(form, service.rulesVersion(), false, model);
	}

	@PostMapping("/operations/{kind}")
	String act(@ModelAttribute("form") OperationForm form, @RequestParam(required = false) @Nullable Integer rules,
			@RequestParam(defaultValue = "false") boolean force, @Nullable Principal user, Model model,
			RedirectAttributes redirect, HttpServletResponse response) {
		Command command = command(form);
		try {
			CommandResult result = this.operations.execute(command, new CommandContext(Actor.of(user), force, rules));
			redirect.addFlashAttribute("done", this.text
				.say(result.changed() ? "op." + form.kind().path() + ".done" : "op.unchanged", form.arguments()));
			return "redirect:" + ((form.kind() == OperationKind.REMOVE) ? "/services" : back(form));
		}
		catch (CommandRefusedException ex) {
			response.setStatus(HttpStatus.CONFLICT.value());
			model.addAttribute("refused", ex);
			return page(form, currentRules(form), FORCIBLE.contains(ex.reason()), model);
		}
	}

	private static Command command(OperationForm form) {
		try {
			return form.command();
		}
		catch (IllegalArgumentException ex) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, null, ex);
		}
	}

	private String page(OperationForm form, @Nullable Integer rulesVersion, boolean forcible, Model model) {
		model.addAttribute("title", this.text.say("op." + form.kind().path() + ".title", form.arguments()));
		model.addAttribute("rulesVersion", rulesVersion);
		model.addAttribute("forcible", forcible);
		model.addAttribute("back", back(form));
		return "console/operation";
	}

	private @Nullable Integer currentRules(OperationForm form) {
		return this.catalog.service(new ServiceName(form.service())).map(ServiceDetail::rulesVersion).orElse(null);
	}

	private static OperationForm withPresentWeight(OperationForm form, ServiceDetail service) {
		Integer weight = service.instances()
			.stream()
			.filter((instance) -> instance.endpoint().toString().equals(form.endpoint()))
			.map(InstanceRow::weight)
			.findFirst()
			.orElse(null);
		return new OperationForm(form.kind(), form.service(), form.endpoint(), form.method(), form.version(), weight,
				form.lifetime(), form.from());
	}

	/** The page that the form was opened on. */
	private static String back(OperationForm form) {
		boolean instance = form.from().equals("instance") && form.endpoint() != null;
		return instance ? PagePath.of("instances", String.valueOf(form.endpoint()))
				: PagePath.of("services", form.service());
	}

}
