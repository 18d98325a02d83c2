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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * An SSL bundle as files, because ZooKeeper takes key material in no other way. They are
 * readable by the user of the process only, encrypted with a password that is never
 * written, replaced when the bundle is reloaded, and deleted at the end. A new connection
 * reads them again.
 *
 * @since 0.1
 */
public final class SslBundleFiles implements AutoCloseable {

	private static final String TYPE = "PKCS12";

	private static final String KEY_STORE = "keyStore";

	private static final String TRUST_STORE = "trustStore";

	private static final List<String> ANY_PROTOCOL = List.of("TLSv1.3", "TLSv1.2");

	private final Path directory;

	private final String password;

	private final List<String> protocols;

	private final List<String> ciphers;

	private volatile boolean keys;

	private volatile boolean trust;

	private SslBundleFiles(SslBundle bundle) {
		byte[] secret = new byte[24];
		new SecureRandom().nextBytes(secret);
		this.password = HexFormat.of().formatHex(secret);
		try {
			this.directory = Files.createTempDirectory("mprpc-registry-ssl");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Key material for ZooKeeper needs a temporary directory", ex);
		}
		this.protocols = protocols(bundle);
		String[] named = bundle.getOptions().getCiphers();
		this.ciphers = (named != null) ? List.of(named) : List.of();
		write(bundle);
	}

	/**
	 * Writes a bundle and follows its updates.
	 * @param bundles all bundles
	 * @param name name of the one to write
	 * @return the files, to be closed by the caller
	 * @throws UncheckedIOException if there is no temporary directory
	 */
	public static SslBundleFiles of(SslBundles bundles, String name) {
		SslBundleFiles files = new SslBundleFiles(bundles.getBundle(name));
		bundles.addBundleUpdateHandler(name, files::write);
		return files;
	}

	/**
	 * Properties for ZooKeeper's client.
	 * @return properties of the client, with the password of the files
	 */
	public Map<String, String> clientProperties() {
		Map<String, String> properties = new HashMap<>();
		properties.put("zookeeper.client.secure", "true");
		properties.put("zookeeper.clientCnxnSocket", "org.apache.zookeeper.ClientCnxnSocketNetty");
		properties.put("zookeeper.ssl.enabledProtocols", String.join(",", this.protocols));
		if (!this.ciphers.isEmpty()) {
			properties.put("zookeeper.ssl.ciphersuites", String.join(",", this.ciphers));
		}
		addStore(properties, KEY_STORE, this.keys);
		addStore(properties, TRUST_STORE, this.trust);
		return properties;
	}

	/**
	 * File with the private key and its certificates.
	 * @return a PKCS12 file, {@code null} if the bundle has no key
	 */
	public @Nullable Path keyStore() {
		return this.keys ? file(KEY_STORE) : null;
	}

	/**
	 * File with the certificates to trust.
	 * @return a PKCS12 file, {@code null} if the bundle names none
	 */
	public @Nullable Path trustStore() {
		return this.trust ? file(TRUST_STORE) : null;
	}

	/**
	 * Password of the files.
	 * @return the password
	 */
	public String password() {
		return this.password;
	}

	/**
	 * Versions of TLS that the bundle allows.
	 * @return names as Java has them
	 */
	public List<String> protocols() {
		return this.protocols;
	}

	/**
	 * Deletes the files.
	 */
	@Override
	public void close() throws IOException {
		Files.deleteIfExists(file(KEY_STORE));
		Files.deleteIfExists(file(TRUST_STORE));
		Files.deleteIfExists(this.directory);
	}

	private Path file(String name) {
		return this.directory.resolve(name + ".p12");
	}

	private void addStore(Map<String, String> properties, String name, boolean present) {
		// Empty, not missing: a missing one would be sought in the system properties,
		// where a server of the same process has its own.
		properties.put("zookeeper.ssl." + name + ".location", present ? file(name).toString() : "");
		properties.put("zookeeper.ssl." + name + ".password", this.password);
		properties.put("zookeeper.ssl." + name + ".type", TYPE);
	}

	// A bundle's protocol is the one that Java's SSLContext is asked for. "TLS" stands
	// for all versions there; ZooKeeper takes the names of versions only.
	private static List<String> protocols(SslBundle bundle) {
		String[] enabled = bundle.getOptions().getEnabledProtocols();
		if (enabled != null) {
			return List.of(enabled);
		}
		return bundle.getProtocol().startsWith("TLSv") ? List.of(bundle.getProtocol()) : ANY_PROTOCOL;
	}

	private void write(SslBundle bundle) {
		SslStoreBundle stores = bundle.getStores();
		try {
			if (stores.getKeyStore() != null) {
				store(KEY_STORE, copy(stores.getKeyStore(), stores.getKeyStorePassword(), bundle.getKey()));
				this.keys = true;
			}
			if (stores.getTrustStore() != null) {
				store(TRUST_STORE, trusted(stores.getTrustStore()));
				this.trust = true;
			}
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("The SSL bundle cannot be handed to ZooKeeper", ex);
		}
	}

	private KeyStore copy(KeyStore source, @Nullable String storePassword, SslBundleKey key)
			throws GeneralSecurityException, IOException {
		KeyStore copy = KeyStore.getInstance(TYPE);
		copy.load(null, null);
		String keyPassword = (key.getPassword() != null) ? key.getPassword() : storePassword;
		for (String alias : Collections.list(source.aliases())) {
			if (source.isCertificateEntry(alias)) {
				copy.setCertificateEntry(alias, source.getCertificate(alias));
			}
			else if (key.getAlias() == null || key.getAlias().equals(alias)) {
				Key secret = source.getKey(alias, (keyPassword != null) ? keyPassword.toCharArray() : new char[0]);
				copy.setKeyEntry(alias, secret, this.password.toCharArray(), source.getCertificateChain(alias));
			}
		}
		return copy;
	}

	// A key's own certificate is trusted too, as Java does; the key itself is not needed.
	private static KeyStore trusted(KeyStore source) throws GeneralSecurityException, IOException {
		KeyStore copy = KeyStore.getInstance(TYPE);
		copy.load(null, null);
		for (String alias : Collections.list(source.aliases())) {
			copy.setCertificateEntry(alias, source.getCertificate(alias));
		}
		return copy;
	}

	private void store(String name, KeyStore store) throws GeneralSecurityException, IOException {
		Path temporary = Files.createTempFile(this.directory, name, ".tmp");
		try (OutputStream out = Files.newOutputStream(temporary)) {
			store.store(out, this.password.toCharArray());
		}
		Files.move(temporary, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

}
