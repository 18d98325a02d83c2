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

import java.util.List;
import java.util.Set;

import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Firewall for paths with names of others: services, applications and processes may be
 * called anything, so a percent sign, a slash, a backslash or a semicolon may stand in a
 * segment of a path if it is encoded. Rules and handlers match the encoded path segment
 * by segment, so that none of them ends or begins a segment. All else is rejected as by
 * default, for example a semicolon as such.
 */
class EncodedNamesFirewall extends StrictHttpFirewall {

	private static final Set<String> ENCODED = Set.of("%25", "%2f", "%2F", "%5c", "%5C", "%3b", "%3B");

	private static final List<String> DECODED = List.of("%", ";", "\\");

	EncodedNamesFirewall() {
		getEncodedUrlBlocklist().removeAll(ENCODED);
		getDecodedUrlBlocklist().removeAll(ENCODED);
		DECODED.forEach(getDecodedUrlBlocklist()::remove);
	}

}
