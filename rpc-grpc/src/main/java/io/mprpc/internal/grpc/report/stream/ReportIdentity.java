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

package io.mprpc.internal.grpc.report.stream;

import java.util.function.Supplier;

/**
 * Identity with which a process introduces itself to registry servers.
 *
 * @param process text of the process as in the names of its consumer nodes; looked up at
 * the first stream
 * @param key key that its nodes carry
 * @since 0.1
 */
public record ReportIdentity(Supplier<String> process, ProcessKey key) {

	/** Name and version of this implementation. */
	static final String SOFTWARE = "mprpc-java/" + version();

	private static String version() {
		String version = ReportIdentity.class.getPackage().getImplementationVersion();
		return (version != null) ? version : "development";
	}

}
