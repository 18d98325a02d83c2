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
import java.util.regex.Pattern;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.input.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * Reference of a consuming process to a service.
 *
 * @param service the service
 * @param application name of the calling application
 * @param host host it runs on
 * @param pid its process id there
 * @param uuid identity of the process, which containers behind one address do not share;
 * {@code null} if it tells none
 * @param reportKey Ed25519 public key with which the process proves its reports to
 * registry servers, 32 bytes in unpadded Base64 for URLs; {@code null} if it has none
 * @since 0.1
 */
public record ConsumerReference(ServiceName service, String application, String host, long pid, @Nullable String uuid,
		@Nullable String reportKey) {

	private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

	private static final int UUID_LENGTH = 36;

	/**
	 * Checks that nothing is missing.
	 * @throws IllegalArgumentException if the identity is not a UUID, or the key is none
	 */
	public ConsumerReference {
		Objects.requireNonNull(service, "service");
		Objects.requireNonNull(application, "application");
		Objects.requireNonNull(host, "host");
		RegistryLimits.name("the application", application);
		RegistryLimits.name("the host", host);
		if (uuid != null && !UUID.matcher(uuid).matches()) {
			throw new IllegalArgumentException("'" + UntrustedText.printable(uuid) + "' is not a UUID");
		}
		RegistryLimits.reportKey("the report key", reportKey);
	}

	/**
	 * Creates a reference of a process that tells no identity.
	 * @param service the service
	 * @param application name of the calling application
	 * @param host host it runs on
	 * @param pid its process id there
	 */
	public ConsumerReference(ServiceName service, String application, String host, long pid) {
		this(service, application, host, pid, null);
	}

	/**
	 * Creates a reference of a process that does not report.
	 * @param service the service
	 * @param application name of the calling application
	 * @param host host it runs on
	 * @param pid its process id there
	 * @param uuid identity of the process, {@code null} if it tells none
	 * @throws IllegalArgumentException if the identity is not a UUID
	 */
	public ConsumerReference(ServiceName service, String application, String host, long pid, @Nullable String uuid) {
		this(service, application, host, pid, uuid, null);
	}

	/**
	 * The same with another report key.
	 * @param newReportKey the key, {@code null} for none
	 * @return the changed reference
	 * @throws IllegalArgumentException if it is no key
	 */
	public ConsumerReference withReportKey(@Nullable String newReportKey) {
		return new ConsumerReference(this.service, this.application, this.host, this.pid, this.uuid, newReportKey);
	}

	/**
	 * Reads {@code application@host:pid:uuid} or {@code application@host:pid}.
	 * @param service the service that is referenced
	 * @param text the text
	 * @return the reference
	 * @throws IllegalArgumentException if the text is not of that form
	 */
	public static ConsumerReference parse(ServiceName service, String text) {
		String uuid = null;
		int end = text.length() - UUID_LENGTH - 1;
		if (end > 0 && text.charAt(end) == ':' && UUID.matcher(text.substring(end + 1)).matches()) {
			uuid = text.substring(end + 1);
		}
		String process = (uuid != null) ? text.substring(0, end) : text;
		int colon = process.lastIndexOf(':');
		int at = process.lastIndexOf('@', colon);
		if (at <= 0 || colon <= at + 1) {
			throw new IllegalArgumentException(
					"'" + UntrustedText.printable(text) + "' is not of the form application@host:pid:uuid");
		}
		try {
			return new ConsumerReference(service, process.substring(0, at), process.substring(at + 1, colon),
					Long.parseLong(process, colon + 1, process.length(), 10), uuid);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"'" + UntrustedText.printable(text) + "' is not of the form application@host:pid:uuid", ex);
		}
	}

	/**
	 * Identity of the process, which {@link #parse parse} reads.
	 * @return {@code application@host:pid:uuid}, or {@code application@host:pid} if it
	 * tells no identity
	 */
	@Override
	public String toString() {
		String process = this.application + '@' + this.host + ':' + this.pid;
		return (this.uuid != null) ? process + ':' + this.uuid : process;
	}

}
