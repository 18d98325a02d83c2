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

package io.mprpc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An authority of certificates for a test, made with the JDK's keytool.
 */
public final class Certificates {

	/** Password of every store. */
	public static final String PASSWORD = "password-of-stores";

	private final Path directory;

	private final String authority;

	private Certificates(Path directory, String authority) {
		this.directory = directory;
		this.authority = authority;
	}

	/**
	 * Makes an authority.
	 * @param directory where its files are kept
	 * @param name name of the authority
	 */
	public static Certificates authority(Path directory, String name) throws Exception {
		Certificates certificates = new Certificates(directory, name);
		certificates.generate(name, "CN=" + name, "bc:c");
		certificates.keytool("-exportcert", "-alias", name, "-keystore", certificates.store(name).toString(), "-file",
				certificates.file(name, "crt").toString());
		certificates.keytool("-importcert", "-noprompt", "-alias", name, "-keystore",
				certificates.trustStore().toString(), "-file", certificates.file(name, "crt").toString());
		return certificates;
	}

	/**
	 * Makes a key with a certificate of the authority, which is for this machine.
	 */
	public void issue(String name) throws Exception {
		issue(name, "ip:127.0.0.1,dns:localhost");
	}

	/**
	 * Makes a key with a certificate of the authority.
	 * @param hosts hosts that it is for, in keytool's form
	 */
	public void issue(String name, String hosts) throws Exception {
		generate(name, "CN=" + name, "san=" + hosts);
		keytool("-certreq", "-alias", name, "-keystore", store(name).toString(), "-file", file(name, "csr").toString());
		keytool("-gencert", "-alias", this.authority, "-keystore", store(this.authority).toString(), "-infile",
				file(name, "csr").toString(), "-outfile", file(name, "crt").toString(), "-ext", "san=" + hosts);
		keytool("-importcert", "-noprompt", "-alias", this.authority, "-keystore", store(name).toString(), "-file",
				file(this.authority, "crt").toString());
		keytool("-importcert", "-noprompt", "-alias", name, "-keystore", store(name).toString(), "-file",
				file(name, "crt").toString());
		KeyStore keys = keys(name);
		pem(file(name, "key.pem"), "PRIVATE KEY", List.of(keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
		pem(file(name, "pem"), "CERTIFICATE", encoded(keys.getCertificateChain(name)));
		pem(file(this.authority, "pem"), "CERTIFICATE",
				encoded(new Certificate[] { keys.getCertificateChain(name)[1] }));
	}

	/**
	 * Store with a key and its certificates, as PKCS12.
	 */
	public Path store(String name) {
		return file(name, "p12");
	}

	/**
	 * Store with the authority's certificate, as PKCS12.
	 */
	public Path trustStore() {
		return file(this.authority, "trust.p12");
	}

	/**
	 * Properties of an SSL bundle of PKCS12 stores.
	 * @param bundle name of the bundle
	 * @param name whose key it holds, {@code null} for none
	 */
	public List<String> stores(String bundle, String name) {
		String prefix = "spring.ssl.bundle.jks." + bundle;
		List<String> properties = new ArrayList<>(List.of(prefix + ".truststore.location=" + trustStore().toUri(),
				prefix + ".truststore.password=" + PASSWORD, prefix + ".truststore.type=PKCS12"));
		if (name != null) {
			properties.addAll(List.of(prefix + ".keystore.location=" + store(name).toUri(),
					prefix + ".keystore.password=" + PASSWORD, prefix + ".keystore.type=PKCS12",
					prefix + ".key.alias=" + name));
		}
		return properties;
	}

	/**
	 * Properties of an SSL bundle of PEM files.
	 * @param bundle name of the bundle
	 * @param name whose key it holds
	 */
	public List<String> pem(String bundle, String name) {
		String prefix = "spring.ssl.bundle.pem." + bundle;
		return List.of(prefix + ".truststore.certificate=" + file(this.authority, "pem").toUri(),
				prefix + ".keystore.certificate=" + file(name, "pem").toUri(),
				prefix + ".keystore.private-key=" + file(name, "key.pem").toUri());
	}

	private void generate(String name, String subject, String extension) throws Exception {
		keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", subject, "-ext", extension, "-keystore",
				store(name).toString());
	}

	private KeyStore keys(String name) throws GeneralSecurityException, IOException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store(name))) {
			keys.load(in, PASSWORD.toCharArray());
		}
		return keys;
	}

	private Path file(String name, String kind) {
		return this.directory.resolve(name + '.' + kind);
	}

	private void keytool(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		command.add("-J-XX:TieredStopAtLevel=1");
		command.addAll(List.of(arguments));
		command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException(command + ": " + output);
		}
	}

	private static List<byte[]> encoded(Certificate[] chain) throws GeneralSecurityException {
		List<byte[]> encoded = new ArrayList<>();
		for (Certificate certificate : chain) {
			encoded.add(certificate.getEncoded());
		}
		return encoded;
	}

	private static void pem(Path file, String label, List<byte[]> contents) throws IOException {
		try (OutputStream out = Files.newOutputStream(file)) {
			for (byte[] content : contents) {
				String body = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
				out.write(("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
					.getBytes(StandardCharsets.UTF_8));
			}
		}
	}

}
