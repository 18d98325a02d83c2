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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.registryserver.api.Actor;
import io.mprpc.registryserver.console.PageModel.Reader;
import io.mprpc.registryserver.console.PageModel.Section;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.tryit.MethodInvoker;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Adds the layout's model to every page, including error pages.
 */
@ControllerAdvice(basePackageClasses = PageModelAdvice.class)
class PageModelAdvice {

	private static final Set<String> THEMES = Set.of("light", "dark");

	private static final Map<@Nullable String, HistoryRange> RANGES = ranges();

	private final MethodInvoker tryIt;

	private final String version;

	PageModelAdvice(MethodInvoker tryIt, ObjectProvider<BuildProperties> build) {
		this.tryIt = tryIt;
		BuildProperties properties = build.getIfAvailable();
		String known = (properties != null) ? properties.getVersion() : null;
		this.version = (known != null) ? known : "";
	}

	@ModelAttribute("page")
	PageModel page(HttpServletRequest request, @CookieValue(name = "theme", required = false) @Nullable String theme) {
		Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		String path = ((failed != null) ? failed.toString() : request.getRequestURI())
			.substring(request.getContextPath().length());
		return new PageModel(sections(path), reader(), this.tryIt.isEnabled(),
				(theme != null && THEMES.contains(theme)) ? theme : null, this.version);
	}

	/**
	 * Range of the plots: that of the request, else the one that was chosen last.
	 */
	@ModelAttribute("range")
	HistoryRange range(@RequestParam(name = "range", required = false) @Nullable String chosen,
			@CookieValue(name = "range", required = false) @Nullable String remembered, HttpServletResponse response) {
		HistoryRange range = RANGES.get(chosen);
		if (range == null) {
			return RANGES.getOrDefault(remembered, HistoryRange.MINUTES_15);
		}
		if (!range.code().equals(remembered)) {
			ResponseCookie cookie = ResponseCookie.from("range", range.code())
				.path("/")
				.maxAge(Duration.ofDays(365))
				.sameSite("Lax")
				.build();
			response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
		}
		return range;
	}

	private static @Nullable Reader reader() {
		// Not from the request, which has no principal where no login is required.
		Authentication user = SecurityContextHolder.getContext().getAuthentication();
		Set<String> may = (user != null) ? AuthorityUtils.authorityListToSet(user.getAuthorities()) : Set.of();
		boolean operator = may.contains("ROLE_OPERATOR");
		if (user == null || !(operator || may.contains("ROLE_VIEWER"))) {
			return null;
		}
		boolean signedIn = !(user instanceof AnonymousAuthenticationToken);
		return new Reader(Actor.of(signedIn ? user : null), operator, signedIn);
	}

	private static Map<@Nullable String, HistoryRange> ranges() {
		// Unlike others, this map may be asked for null.
		Map<@Nullable String, HistoryRange> ranges = new HashMap<>();
		for (HistoryRange range : HistoryRange.values()) {
			ranges.put(range.code(), range);
		}
		return ranges;
	}

	private List<Section> sections(String path) {
		List<Section> sections = new ArrayList<>();
		sections.add(new Section("overview", "/", path.equals("/")));
		sections
			.add(new Section("services", "/services", path.startsWith("/services") || path.startsWith("/instances")));
		sections.add(new Section("processes", "/processes", path.startsWith("/processes")));
		sections.add(new Section("topology", "/topology", path.startsWith("/topology")));
		sections.add(new Section("changes", "/changes", path.startsWith("/changes")));
		if (this.tryIt.isEnabled()) {
			sections.add(new Section("try", "/try", path.startsWith("/try")));
		}
		return sections;
	}

}
