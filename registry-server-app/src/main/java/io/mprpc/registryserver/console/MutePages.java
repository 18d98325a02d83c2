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

import io.mprpc.registryserver.api.Actor;
import io.mprpc.registryserver.console.link.PagePath;
import io.mprpc.registryserver.operation.CommandRefusedException;
import io.mprpc.registryserver.operation.MuteOperations;
import io.mprpc.registryserver.operation.MuteResult;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages that mute the consumers of an application, and end that: a form to confirm,
 * which scripts show as a dialog, and its submission.
 */
@Controller
class MutePages {

	private static final String FORM = "form";

	private final MuteOperations operations;

	private final ConsoleText text;

	MutePages(MuteOperations operations, ConsoleText text) {
		this.operations = operations;
		this.text = text;
	}

	@ModelAttribute(FORM)
	MuteForm form(@RequestParam String application, @RequestParam(defaultValue = "") String reason,
			@RequestParam(defaultValue = "") String service, @RequestParam(defaultValue = "") String process) {
		return new MuteForm(application, reason, service, process);
	}

	@GetMapping("/operations/mute")
	String askMute(@ModelAttribute(name = FORM, binding = false) MuteForm form, Model model) {
		return page(form, true, model);
	}

	@GetMapping("/operations/unmute")
	String askUnmute(@ModelAttribute(name = FORM, binding = false) MuteForm form, Model model) {
		return page(form, false, model);
	}

	@PostMapping("/operations/mute")
	String mute(@ModelAttribute(name = FORM, binding = false) MuteForm form, @Nullable Principal user, Model model,
			RedirectAttributes redirect, HttpServletResponse response) {
		return set(form, true, Actor.of(user), model, redirect, response);
	}

	@PostMapping("/operations/unmute")
	String unmute(@ModelAttribute(name = FORM, binding = false) MuteForm form, @Nullable Principal user, Model model,
			RedirectAttributes redirect, HttpServletResponse response) {
		return set(form, false, Actor.of(user), model, redirect, response);
	}

	private String set(MuteForm form, boolean mute, String actor, Model model, RedirectAttributes redirect,
			HttpServletResponse response) {
		try {
			MuteResult result = this.operations.set(form.application(), mute, form.reason(), actor);
			String key = mute ? "op.mute.done" : "op.unmute.done";
			redirect.addFlashAttribute("done",
					this.text.say(result.changed() ? key : "op.unchanged", form.application()));
			return "redirect:" + form.back();
		}
		catch (CommandRefusedException ex) {
			response.setStatus(HttpStatus.CONFLICT.value());
			model.addAttribute("refused", ex);
			return page(form, mute, model);
		}
	}

	private String page(MuteForm form, boolean mute, Model model) {
		model.addAttribute("mute", mute);
		model.addAttribute("kind", mute ? "mute" : "unmute");
		model.addAttribute("title", this.text.say(mute ? "op.mute.title" : "op.unmute.title", form.application()));
		return "console/mute";
	}

	/**
	 * Form of the operation.
	 *
	 * @param application name of the application
	 * @param reason reason for other operators, may be empty
	 * @param service service on whose page the form was opened, empty if on another
	 * @param process process on whose page the form was opened, empty if on another
	 */
	record MuteForm(String application, String reason, String service, String process) {

		/** The page that the form was opened on. */
		public String back() {
			if (!this.process.isEmpty()) {
				return PagePath.of("processes", this.process);
			}
			return this.service.isEmpty() ? "/" : PagePath.of("services", this.service);
		}

	}

}
