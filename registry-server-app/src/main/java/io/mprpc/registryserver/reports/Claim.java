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

package io.mprpc.registryserver.reports;

import java.util.Base64;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.reports.reading.InvalidReportException;
import io.mprpc.registryserver.traffic.ProcessIdentity;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.reports.v1.Hello;

/**
 * Identity that a process claims, bounded and printable.
 *
 * @param process application, host and process id, in the form of the name of a consumer
 * node
 * @param publicKey key that it claims, in unpadded Base64 for URLs
 * @param software name and version of its implementation
 */
record Claim(ConsumerReference process, String publicKey, String software) {

	// The form of the identity is that of a consumer node, whatever the service.
	private static final ServiceName ANY = new ServiceName("any");

	static Claim of(Hello hello, String namespace) throws InvalidReportException {
		InvalidReportException.require(hello.getPublicKey().size() == KeySignature.KEY_BYTES, "hello.public_key",
				"is not a raw Ed25519 key of 32 bytes");
		ConsumerReference process = process(hello.getProcess());
		InvalidReportException.require(process.uuid() != null, "hello.process",
				"is not of the form application@host:pid:uuid");
		InvalidReportException.require(hello.getNamespace().equals(namespace), "hello.namespace",
				"is not '" + namespace + "', which this server shows");
		String key = Base64.getUrlEncoder().withoutPadding().encodeToString(hello.getPublicKey().toByteArray());
		return new Claim(process, key, name(hello.getSoftware()));
	}

	/** Claimed identity as text. */
	String id() {
		return this.process.toString();
	}

	/** Whether a reference with the key of the process tells the identity. */
	boolean isTold(RegisteredProcess registered) {
		return registered.references().contains(id());
	}

	ProcessIdentity identity(RegisteredProcess registered) {
		// Somebody else may have written the key of the process into a node of another
		// application.
		String application = isTold(registered) || registered.applications().contains(this.process.application())
				? this.process.application() : "";
		return new ProcessIdentity(id(), this.publicKey, application, this.process.host(), this.process.pid(),
				this.software);
	}

	private static ConsumerReference process(String text) throws InvalidReportException {
		try {
			return ConsumerReference.parse(ANY, text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReportException("hello.process", "is not of the form application@host:pid:uuid");
		}
	}

	private static String name(String software) throws InvalidReportException {
		try {
			return RegistryLimits.name("hello.software", software);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidReportException("hello.software", "is too long, or cannot be printed");
		}
	}

}
