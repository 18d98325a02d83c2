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

package io.mprpc.internal.zookeeper.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.apache.zookeeper.server.auth.ProviderRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link ServerAccess} that ZooKeeper reads from system properties only. What
 * they were before the first server comes back when the last one has ended, in whatever
 * order servers of one JVM end.
 */
final class AccessProperties implements AutoCloseable {

	private static final String STORE_TYPE = "PKCS12";

	private static final Map<String, @Nullable String> REPLACED = new HashMap<>();

	private static int inUse;

	private final Path dataDirectory;

	private boolean applied;

	private AccessProperties(Path dataDirectory) {
		this.dataDirectory = dataDirectory;
	}

	static AccessProperties apply(@Nullable ServerAccess access, Path dataDirectory) {
		AccessProperties properties = new AccessProperties(dataDirectory);
		if (access != null) {
			ServerUsers.add(dataDirectory, access);
			properties.apply(of(access));
		}
		return properties;
	}

	private void apply(Map<String, String> properties) {
		synchronized (REPLACED) {
			this.applied = true;
			inUse++;
			properties.forEach(AccessProperties::set);
			// Providers were made of what had been set before.
			ProviderRegistry.initialize();
		}
	}

	@Override
	public void close() {
		ServerUsers.remove(this.dataDirectory);
		synchronized (REPLACED) {
			if (this.applied) {
				this.applied = false;
				inUse--;
				if (inUse == 0) {
					restore();
				}
			}
		}
	}

	private static void set(String name, String value) {
		String before = System.setProperty(name, value);
		if (!REPLACED.containsKey(name)) {
			REPLACED.put(name, before);
		}
	}

	private static void restore() {
		REPLACED.forEach((name, value) -> {
			if (value != null) {
				System.setProperty(name, value);
			}
			else {
				System.clearProperty(name);
			}
		});
		REPLACED.clear();
		ProviderRegistry.reset();
	}

	private static Map<String, String> of(ServerAccess access) {
		Map<String, String> properties = new HashMap<>();
		properties.put("zookeeper.enforce.auth.enabled", Boolean.toString(access.isAuthenticationRequired()));
		if (access.isAuthenticationRequired()) {
			properties.put("zookeeper.enforce.auth.schemes", DigestUsers.SCHEME + ',' + CertificateUsers.SCHEME);
		}
		properties.put("zookeeper.authProvider.digest", DigestUsers.class.getName());
		properties.put("zookeeper.authProvider.certificate", CertificateUsers.class.getName());
		ServerAccess.Tls tls = access.tls();
		if (tls != null) {
			properties.put("zookeeper.serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory");
			properties.put("zookeeper.authProvider.x509", CertificateAuthentication.class.getName());
			addTls(properties, "zookeeper.ssl.", tls, tls.clientCertificateRequired());
			addTls(properties, "zookeeper.ssl.quorum.", tls, true);
		}
		return properties;
	}

	private static void addTls(Map<String, String> properties, String prefix, ServerAccess.Tls tls,
			boolean clientCertificate) {
		properties.put(prefix + "keyStore.location", tls.keyStore().toString());
		properties.put(prefix + "keyStore.password", tls.password());
		properties.put(prefix + "keyStore.type", STORE_TYPE);
		if (tls.trustStore() != null) {
			properties.put(prefix + "trustStore.location", tls.trustStore().toString());
			properties.put(prefix + "trustStore.password", tls.password());
			properties.put(prefix + "trustStore.type", STORE_TYPE);
		}
		properties.put(prefix + "clientAuth", clientCertificate ? "need" : "none");
		properties.put(prefix + "enabledProtocols", String.join(",", tls.protocols()));
	}

}
