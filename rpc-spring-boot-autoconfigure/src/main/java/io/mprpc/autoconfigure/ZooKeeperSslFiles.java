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

package io.mprpc.autoconfigure;

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
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * An SSL bundle as files, because ZooKeeper's client takes key material in no other way.
 * They are readable by the user of the process only, encrypted with a password that is
 * never written, replaced when the bundle is reloaded, and deleted at the end. A new
 * connection reads them again.
 */
class ZooKeeperSslFiles implements AutoCloseable {

	private static final String TYPE = "PKCS12";

	private final Path directory;

	private final String password;

	private final Map<String, String> clientProperties = new HashMap<>();

	ZooKeeperSslFiles(SslBundle bundle) {
		byte[] secret = new byte[24];
		new SecureRandom().nextBytes(secret);
		this.password = HexFormat.of().formatHex(secret);
		try {
			this.directory = Files.createTempDirectory("mprpc-registry-ssl");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Key material for ZooKeeper's client needs a temporary directory", ex);
		}
		this.clientProperties.put("zookeeper.client.secure", "true");
		this.clientProperties.put("zookeeper.clientCnxnSocket", "org.apache.zookeeper.ClientCnxnSocketNetty");
		addOptions(bundle);
		write(bundle);
	}

	/**
	 * Writes a bundle and follows its updates.
	 */
	static ZooKeeperSslFiles of(SslBundles bundles, String name) {
		ZooKeeperSslFiles files = new ZooKeeperSslFiles(bundles.getBundle(name));
		bundles.addBundleUpdateHandler(name, files::write);
		return files;
	}

	/** What ZooKeeper's client is to be told. */
	Map<String, String> clientProperties() {
		return Map.copyOf(this.clientProperties);
	}

	@Override
	public void close() throws IOException {
		Files.deleteIfExists(this.directory.resolve("keyStore.p12"));
		Files.deleteIfExists(this.directory.resolve("trustStore.p12"));
		Files.deleteIfExists(this.directory);
	}

	private void addOptions(SslBundle bundle) {
		this.clientProperties.put("zookeeper.ssl.protocol", bundle.getProtocol());
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		if (protocols != null) {
			this.clientProperties.put("zookeeper.ssl.enabledProtocols", String.join(",", protocols));
		}
		String[] ciphers = bundle.getOptions().getCiphers();
		if (ciphers != null) {
			this.clientProperties.put("zookeeper.ssl.ciphersuites", String.join(",", ciphers));
		}
	}

	private void write(SslBundle bundle) {
		SslStoreBundle stores = bundle.getStores();
		try {
			if (stores.getKeyStore() != null) {
				store("keyStore", copy(stores.getKeyStore(), stores.getKeyStorePassword(), bundle.getKey()));
			}
			if (stores.getTrustStore() != null) {
				store("trustStore", trusted(stores.getTrustStore()));
			}
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("The SSL bundle cannot be handed to ZooKeeper's client", ex);
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
		Path file = this.directory.resolve(name + ".p12");
		Path temporary = Files.createTempFile(this.directory, name, ".tmp");
		try (OutputStream out = Files.newOutputStream(temporary)) {
			store.store(out, this.password.toCharArray());
		}
		Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		this.clientProperties.put("zookeeper.ssl." + name + ".location", file.toString());
		this.clientProperties.put("zookeeper.ssl." + name + ".password", this.password);
		this.clientProperties.put("zookeeper.ssl." + name + ".type", TYPE);
	}

}
