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

package io.mprpc.autoconfigure.consumer;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.mprpc.RpcReference;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.testing.DemoServer;
import io.mprpc.testing.InMemoryRegistry;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for references over TLS, with real certificates: the instance's host is what
 * counts, not the service's name.
 */
class SecuredReferencesTests {

	private static final String PASSWORD = "changeit";

	@TempDir
	private static Path directory;

	private static Path right;

	private static Path wrong;

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcClientAutoConfiguration.class,
				CompositeChannelFactoryAutoConfiguration.class, RpcConsumerAutoConfiguration.class))
		.withBean(InMemoryRegistry.class, () -> this.registry)
		.withBean(RegistryConnection.class, ReferencesThroughRegistryTests::connection)
		.withBean(Users.class);

	@BeforeAll
	static void createCertificates() throws Exception {
		right = certificate("right", "ip:127.0.0.1");
		wrong = certificate("wrong", "dns:somewhere.else");
	}

	@Test
	void aBundleForAllSecuresRegisteredServices() throws Exception {
		assertServed(right, "rpc.client.ssl.bundle=users");
	}

	@Test
	void aBundleOfTheReferenceSecuresIt() throws Exception {
		assertServed(right, "rpc.client.references.demo.UserService.ssl.bundle=users");
	}

	@Test
	void theBundleOfSpringBootsDefaultChannelSecuresRegisteredServices() throws Exception {
		assertServed(right, "spring.grpc.client.channel.default.ssl.bundle=users");
	}

	@Test
	void aCertificateOfAnotherHostIsRefused() throws Exception {
		try (DemoServer server = server(wrong)) {
			with(server, wrong, "rpc.client.ssl.bundle=users")
				.run((context) -> assertThatExceptionOfType(StatusRuntimeException.class)
					.isThrownBy(() -> context.getBean(Users.class).login())
					.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE)));
		}
	}

	private void assertServed(Path store, String property) throws Exception {
		try (DemoServer server = server(store)) {
			with(server, store, property)
				.run((context) -> assertThat(context.getBean(Users.class).login()).isEqualTo(server.address()));
		}
	}

	private ApplicationContextRunner with(DemoServer server, Path store, String property) {
		this.registry.put("demo.UserService", server.address(), "Login");
		return this.runner.withPropertyValues(property,
				"spring.ssl.bundle.jks.users.truststore.location=" + store.toUri(),
				"spring.ssl.bundle.jks.users.truststore.password=" + PASSWORD,
				"spring.ssl.bundle.jks.users.truststore.type=PKCS12");
	}

	private static DemoServer server(Path store) throws Exception {
		KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD.toCharArray());
		return new DemoServer((builder) -> {
			try {
				builder.sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(managers)).build());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private static Path certificate(String name, String subject) throws Exception {
		Path store = directory.resolve(name + ".p12");
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		Process process = new ProcessBuilder(List.of(keytool, "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname",
				"CN=" + name, "-ext", "san=" + subject, "-validity", "2", "-storetype", "PKCS12", "-keystore",
				store.toString(), "-storepass", PASSWORD))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(new File(directory.toFile(), "keytool.txt")))
			.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
		// A key's certificate is trusted as an entry of its own only.
		KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
		keys.setCertificateEntry(name + "-trusted", keys.getCertificate(name));
		try (OutputStream out = Files.newOutputStream(store)) {
			keys.store(out, PASSWORD.toCharArray());
		}
		return store;
	}

	static class Users {

		@RpcReference
		private UserServiceBlockingStub users;

		String login() {
			return this.users.login(LoginRequest.getDefaultInstance()).getServedBy();
		}

	}

}
