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

package io.mprpc.registry;

import java.util.Objects;

/**
 * The fact that a process calls a service.
 *
 * @param service the service
 * @param application name of the calling application
 * @param host host it runs on
 * @param pid its process id there
 * @since 0.1
 */
public record ConsumerReference(ServiceName service, String application, String host, long pid) {

	/**
	 * Checks that nothing is missing.
	 */
	public ConsumerReference {
		Objects.requireNonNull(service, "service");
		Objects.requireNonNull(application, "application");
		Objects.requireNonNull(host, "host");
		RegistryLimits.name("the application", application);
		RegistryLimits.name("the host", host);
	}

	/**
	 * Reads {@code application@host:pid}.
	 * @param service the service that is referenced
	 * @param text the text
	 * @return the reference
	 * @throws IllegalArgumentException if the text is not of that form
	 */
	public static ConsumerReference parse(ServiceName service, String text) {
		int colon = text.lastIndexOf(':');
		int at = text.lastIndexOf('@', colon);
		if (at <= 0 || colon <= at + 1) {
			throw new IllegalArgumentException(
					"'" + UntrustedText.printable(text) + "' is not of the form application@host:pid");
		}
		try {
			return new ConsumerReference(service, text.substring(0, at), text.substring(at + 1, colon),
					Long.parseLong(text, colon + 1, text.length(), 10));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"'" + UntrustedText.printable(text) + "' is not of the form application@host:pid", ex);
		}
	}

	@Override
	public String toString() {
		return this.application + '@' + this.host + ':' + this.pid;
	}

}
