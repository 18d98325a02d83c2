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

import java.io.IOException;
import java.io.UncheckedIOException;

import io.mprpc.registryserver.http.RequestRefusedException;
import io.mprpc.registryserver.operation.CommandRefusedException;
import io.mprpc.registryserver.tryit.InvocationRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers every failed request below {@code /api/} with problem details, also where no
 * controller matches. Pages of the console have their own error pages.
 */
@Component
class ApiErrors implements HandlerExceptionResolver, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(ApiErrors.class);

	private final KnownErrors known = new KnownErrors();

	private final JsonMapper mapper;

	ApiErrors(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		if (!request.getRequestURI().startsWith(request.getContextPath() + "/api/") || response.isCommitted()) {
			return null;
		}
		if (ex instanceof IOException) {
			// The client has gone.
			return new ModelAndView();
		}
		ResponseEntity<Object> answer = answer(request, response, ex);
		try {
			send(answer, response);
			return new ModelAndView();
		}
		catch (IOException failed) {
			throw new UncheckedIOException(failed);
		}
	}

	private ResponseEntity<Object> answer(HttpServletRequest request, HttpServletResponse response, Exception ex) {
		if (ex instanceof CommandRefusedException refused) {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(refused.reason()),
					String.valueOf(refused.getMessage()));
			problem.setProperty("reason", refused.reason());
			return ResponseEntity.of(problem).build();
		}
		if (ex instanceof InvocationRefusedException refused) {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(refused.reason()),
					String.valueOf(refused.getMessage()));
			problem.setProperty("reason", refused.reason());
			return ResponseEntity.of(problem).build();
		}
		RequestRefusedException tooMuch = RequestRefusedException.in(ex).orElse(null);
		if (tooMuch != null) {
			return ResponseEntity.of(tooMuch.getBody()).build();
		}
		try {
			ResponseEntity<Object> answer = this.known.handleException(ex, new ServletWebRequest(request, response));
			if (answer != null) {
				return answer;
			}
		}
		catch (Exception unknown) {
			logger.error("{} {} failed", request.getMethod(), request.getRequestURI(), ex);
		}
		return ResponseEntity.of(ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
				"An internal error occurred: see the log of the registry server"))
			.build();
	}

	private void send(ResponseEntity<Object> answer, HttpServletResponse response) throws IOException {
		response.setStatus(answer.getStatusCode().value());
		answer.getHeaders().forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(this.mapper.writeValueAsBytes(answer.getBody()));
	}

	private static HttpStatus status(CommandRefusedException.Reason reason) {
		return switch (reason) {
			case UNKNOWN_SERVICE, UNKNOWN_INSTANCE, UNKNOWN_METHOD, UNKNOWN_VERSION, UNKNOWN_RULE, UNKNOWN_CONSUMER ->
				HttpStatus.NOT_FOUND;
			case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
			case LAST_IN_SERVICE, OTHER_LIFETIME, UNREADABLE, IN_USE -> HttpStatus.CONFLICT;
			case CHANGED_MEANWHILE -> HttpStatus.PRECONDITION_FAILED;
			case UNREACHABLE -> HttpStatus.SERVICE_UNAVAILABLE;
		};
	}

	private static HttpStatus status(InvocationRefusedException.Reason reason) {
		return switch (reason) {
			case DISABLED, ADDRESS_NOT_ALLOWED -> HttpStatus.FORBIDDEN;
			case UNKNOWN_INSTANCE, UNKNOWN_METHOD -> HttpStatus.NOT_FOUND;
			case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
			case BUSY -> HttpStatus.TOO_MANY_REQUESTS;
			case UNREACHABLE, OTHER_PROCESS, NO_REFLECTION -> HttpStatus.BAD_GATEWAY;
		};
	}

	/** Errors that Spring MVC itself reports. */
	private static final class KnownErrors extends ResponseEntityExceptionHandler {

		@Override
		protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
				HttpHeaders headers, HttpStatusCode status, WebRequest request) {
			return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, UnreadableBody.detail(ex))).build();
		}

	}

}
