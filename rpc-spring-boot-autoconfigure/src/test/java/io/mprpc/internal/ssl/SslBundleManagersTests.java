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

package io.mprpc.internal.ssl;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

import io.mprpc.testing.Certificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SslBundleManagers} with real connections.
 */
class SslBundleManagersTests {

	@TempDir
	private Path directory;

	@Test
	void aNewConnectionUsesTheUpdatedBundle() throws Exception {
		Certificates first = Certificates.authority(this.directory, "first");
		first.issue("one");
		Certificates second = Certificates.authority(this.directory, "second");
		second.issue("two");
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
		bundles.registerBundle("server", bundle(first, "one"));
		bundles.registerBundle("client", bundle(first, "one"));
		SSLContext server = context(SslBundleManagers.of(bundles, "server"));
		SSLContext client = context(SslBundleManagers.of(bundles, "client"));
		assertThat(connect(server, client)).isEqualTo("CN=one");
		bundles.updateBundle("server", bundle(second, "two"));
		assertThatExceptionOfType(SSLException.class).isThrownBy(() -> connect(server, client));
		bundles.updateBundle("client", bundle(second, "two"));
		assertThat(connect(server, client)).isEqualTo("CN=two");
	}

	private static SSLContext context(SslBundleManagers managers) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(new KeyManager[] { managers.keyManager() }, new TrustManager[] { managers.trustManager() }, null);
		return context;
	}

	/** Subject of the server's certificate; both sides ask for one. */
	private static String connect(SSLContext server, SSLContext client) throws Exception {
		try (SSLServerSocket listening = (SSLServerSocket) server.getServerSocketFactory()
			.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			listening.setNeedClientAuth(true);
			CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
				try (SSLSocket accepted = (SSLSocket) listening.accept()) {
					accepted.getOutputStream().write(accepted.getInputStream().read());
				}
				catch (Exception ex) {
					// The client sees it.
				}
			});
			try (SSLSocket socket = (SSLSocket) client.getSocketFactory()
				.createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
				// No resumption of what was agreed with an earlier certificate.
				client.getClientSessionContext().setSessionTimeout(1);
				socket.startHandshake();
				socket.getOutputStream().write(7);
				assertThat(socket.getInputStream().read()).isEqualTo(7);
				return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal()
					.getName();
			}
			finally {
				served.get();
			}
		}
	}

	private static SslBundle bundle(Certificates certificates, String name) throws Exception {
		SslStoreBundle stores = SslStoreBundle.of(store(certificates.store(name)), Certificates.PASSWORD,
				store(certificates.trustStore()));
		return SslBundle.of(stores, SslBundleKey.of(Certificates.PASSWORD, name));
	}

	private static KeyStore store(Path file) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, Certificates.PASSWORD.toCharArray());
		}
		return store;
	}

}
