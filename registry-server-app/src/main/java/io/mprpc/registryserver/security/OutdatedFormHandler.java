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

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * Handler for forms of an expired session: redirects to the form with the entered values,
 * through the login if required. The form is shown again, and never submitted
 * automatically, since it may come from another site.
 */
class OutdatedFormHandler implements AccessDeniedHandler {

	private static final int MOST_KEPT = 16 * 1024;

	private static final String LOGIN = "/login";

	private static final Set<String> NOT_KEPT = Set.of("_csrf", "force", "rules");

	private final AccessDeniedHandler others = new AccessDeniedHandlerImpl();

	private final RequestCache requests;

	private final boolean loginNeeded;

	OutdatedFormHandler(RequestCache requests, boolean loginNeeded) {
		this.requests = requests;
		this.loginNeeded = loginNeeded;
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex)
			throws IOException, ServletException {
		if (!(ex instanceof CsrfException) || !request.getMethod().equals(HttpMethod.POST.name())) {
			this.others.handle(request, response, ex);
			return;
		}
		String path = request.getRequestURI().substring(request.getContextPath().length());
		switch (path) {
			case "/logout" -> response.sendRedirect(request.getContextPath() + LOGIN + "?logout");
			case LOGIN -> response.sendRedirect(request.getContextPath() + LOGIN + "?expired");
			default -> {
				this.requests.saveRequest(new FormRequest(request), response);
				boolean login = this.loginNeeded && SecurityContextHolder.getContext().getAuthentication() == null;
				response.sendRedirect(
						login ? request.getContextPath() + LOGIN + "?expired" : request.getRequestURI() + "?continue");
			}
		}
	}

	/** The request that shows a form with the entered values. */
	private static final class FormRequest extends HttpServletRequestWrapper {

		private final Map<String, String[]> entered;

		FormRequest(HttpServletRequest request) {
			super(request);
			Map<String, String[]> kept = new LinkedHashMap<>();
			int length = 0;
			for (Map.Entry<String, String[]> field : request.getParameterMap().entrySet()) {
				int added = field.getKey().length() + String.join("", field.getValue()).length();
				if (!NOT_KEPT.contains(field.getKey()) && length + added <= MOST_KEPT) {
					kept.put(field.getKey(), field.getValue());
					length += added;
				}
			}
			this.entered = Collections.unmodifiableMap(kept);
		}

		@Override
		public String getMethod() {
			return HttpMethod.GET.name();
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			return this.entered;
		}

	}

}
