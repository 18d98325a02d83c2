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

package io.mprpc.internal.configuration;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Environment variables that Kubernetes sets in a pod for each Service of its namespace:
 * for a Service {@code rpc-registry-server} these are
 * {@code RPC_REGISTRY_SERVER_ZOOKEEPER_SERVICE_HOST},
 * {@code RPC_REGISTRY_SERVER_ZOOKEEPER_PORT} and more.
 */
final class KubernetesServiceVariable {

	private static final Pattern NAME = Pattern
		.compile("(RPC(?:_[A-Z0-9_]+?)?)_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?"
				+ "|PORT(?:_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)");

	private static final Pattern ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://.*");

	private KubernetesServiceVariable() {
	}

	/**
	 * Whether a variable is one of a Service, whose host and port are there too.
	 * @param variable name of the variable
	 * @param all names of all variables
	 * @return whether it is
	 */
	static boolean is(String variable, Set<String> all) {
		Matcher name = NAME.matcher(variable);
		return name.matches() && all.contains(name.group(1) + "_SERVICE_HOST")
				&& all.contains(name.group(1) + "_SERVICE_PORT");
	}

	/**
	 * Whether a variable holds the address of a Service where a property could be meant.
	 * @param variable name of the variable
	 * @param value its value
	 * @return whether it does
	 */
	static boolean isAddress(String variable, @Nullable Object value) {
		return value != null && variable.startsWith("RPC_") && variable.endsWith("_PORT")
				&& ADDRESS.matcher(value.toString()).matches();
	}

}
