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

package io.mprpc.registryserver.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriUtils;

/**
 * Request whose body and parameters are read within bounds. The web server itself would
 * read a form without a deadline.
 */
final class BoundedRequest extends HttpServletRequestWrapper {

	private static final int MAX_FIELDS = 200;

	private final BoundedBody body;

	private @Nullable Map<String, String[]> parameters;

	BoundedRequest(HttpServletRequest request, BoundedBody body) {
		super(request);
		this.body = body;
	}

	static boolean isForm(HttpServletRequest request) {
		String type = request.getContentType();
		return type != null && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
	}

	@Override
	public ServletInputStream getInputStream() {
		return this.body;
	}

	@Override
	public BufferedReader getReader() {
		return new BufferedReader(new InputStreamReader(this.body, charset()));
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = getParameterMap().get(name);
		return (values != null && values.length > 0) ? values[0] : null;
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		String[] values = getParameterMap().get(name);
		return (values != null) ? values.clone() : null;
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(getParameterMap().keySet());
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		Map<String, String[]> known = this.parameters;
		if (known == null) {
			known = Collections.unmodifiableMap(readParameters());
			this.parameters = known;
		}
		return known;
	}

	private Map<String, String[]> readParameters() {
		Map<String, String[]> all = new LinkedHashMap<>(super.getParameterMap());
		if (isForm(this)) {
			form().forEach((name, values) -> all.merge(name, values.toArray(String[]::new),
					(query, form) -> StringUtils.concatenateStringArrays(query, form)));
		}
		return all;
	}

	private MultiValueMap<String, String> form() {
		MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
		try {
			String text = new String(this.body.readAllBytes(), charset());
			String[] pairs = StringUtils.tokenizeToStringArray(text, "&");
			if (pairs.length > MAX_FIELDS) {
				throw new RequestRefusedException(HttpStatus.CONTENT_TOO_LARGE,
						"A form may have at most " + MAX_FIELDS + " fields", null);
			}
			for (String pair : pairs) {
				int equals = pair.indexOf('=');
				fields.add(decoded((equals >= 0) ? pair.substring(0, equals) : pair),
						(equals >= 0) ? decoded(pair.substring(equals + 1)) : "");
			}
			return fields;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String decoded(String text) {
		try {
			return UriUtils.decode(text.replace('+', ' '), charset());
		}
		catch (IllegalArgumentException ex) {
			throw new RequestRefusedException(HttpStatus.BAD_REQUEST, "The form is not correctly encoded", ex);
		}
	}

	private Charset charset() {
		String name = getCharacterEncoding();
		try {
			return (name != null) ? Charset.forName(name) : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			throw new RequestRefusedException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The character set is not supported",
					ex);
		}
	}

}
