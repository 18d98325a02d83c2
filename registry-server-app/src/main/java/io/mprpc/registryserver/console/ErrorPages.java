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

import java.util.Map;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.servlet.ModelAndView;

/**
 * Error responses for requests that fail outside of any controller: pages for browsers,
 * and problem details below the path of the API.
 */
@Controller
class ErrorPages extends BasicErrorController {

	private final JsonMapper mapper;

	ErrorPages(ErrorAttributes attributes, WebProperties web, ObjectProvider<ErrorViewResolver> resolvers,
			JsonMapper mapper) {
		super(attributes, web.getError(), resolvers.orderedStream().toList());
		this.mapper = mapper;
	}

	@Override
	public ModelAndView errorHtml(HttpServletRequest request, HttpServletResponse response) {
		if (!isApi(request)) {
			return super.errorHtml(request, response);
		}
		ProblemDetail problem = problem(request);
		return new ModelAndView((model, to, answer) -> {
			answer.setStatus(problem.getStatus());
			answer.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			answer.getOutputStream().write(this.mapper.writeValueAsBytes(problem));
		});
	}

	@Override
	public ResponseEntity<Map<String, Object>> error(HttpServletRequest request) {
		if (!isApi(request)) {
			return super.error(request);
		}
		ProblemDetail problem = problem(request);
		return ResponseEntity.status(problem.getStatus())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(Map.of("title", String.valueOf(problem.getTitle()), "status", problem.getStatus(), "detail",
					String.valueOf(problem.getDetail())));
	}

	private ProblemDetail problem(HttpServletRequest request) {
		HttpStatus status = getStatus(request);
		Object message = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
		boolean told = status != HttpStatus.INTERNAL_SERVER_ERROR && message != null && !message.toString().isBlank();
		return ProblemDetail.forStatusAndDetail(status,
				told ? message.toString()
						: status.is5xxServerError() ? "An internal error occurred: see the log of the registry server"
								: "The request cannot be handled: " + status.getReasonPhrase());
	}

	private static boolean isApi(HttpServletRequest request) {
		Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		return failed != null && failed.toString().startsWith(request.getContextPath() + "/api/");
	}

}
