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

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;

/**
 * Key manager and trust manager of an SSL bundle that follow its updates: a new
 * connection uses what the bundle has then, so that a renewed certificate needs no
 * restart.
 *
 * @since 0.1
 */
public final class SslBundleManagers {

	private volatile X509ExtendedKeyManager keys;

	private volatile X509ExtendedTrustManager trust;

	private SslBundleManagers(SslManagerBundle managers) {
		this.keys = keys(managers);
		this.trust = trust(managers);
	}

	/**
	 * Reads a bundle and follows its updates.
	 * @param bundles all bundles
	 * @param name name of the one to read
	 * @return the managers
	 */
	public static SslBundleManagers of(SslBundles bundles, String name) {
		SslBundle bundle = bundles.getBundle(name);
		SslBundleManagers managers = new SslBundleManagers(bundle.getManagers());
		bundles.addBundleUpdateHandler(name, (updated) -> {
			managers.keys = keys(updated.getManagers());
			managers.trust = trust(updated.getManagers());
		});
		return managers;
	}

	/**
	 * The key manager.
	 * @return the key manager
	 */
	public KeyManager keyManager() {
		return new Keys();
	}

	/**
	 * The trust manager.
	 * @return the trust manager
	 */
	public TrustManager trustManager() {
		return new Trust();
	}

	private static X509ExtendedKeyManager keys(SslManagerBundle managers) {
		return first(managers.getKeyManagers(), X509ExtendedKeyManager.class);
	}

	private static X509ExtendedTrustManager trust(SslManagerBundle managers) {
		return first(managers.getTrustManagers(), X509ExtendedTrustManager.class);
	}

	private static <T> T first(Object[] managers, Class<T> type) {
		return Arrays.stream(managers)
			.filter(type::isInstance)
			.map(type::cast)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The SSL bundle has no " + type.getSimpleName()));
	}

	private final class Keys extends X509ExtendedKeyManager {

		@Override
		public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
			return SslBundleManagers.this.keys.getClientAliases(keyType, issuers);
		}

		@Override
		public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers,
				@Nullable Socket socket) {
			return SslBundleManagers.this.keys.chooseClientAlias(keyType, issuers, socket);
		}

		@Override
		public @Nullable String chooseEngineClientAlias(String[] keyType, Principal @Nullable [] issuers,
				@Nullable SSLEngine engine) {
			return SslBundleManagers.this.keys.chooseEngineClientAlias(keyType, issuers, engine);
		}

		@Override
		public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
			return SslBundleManagers.this.keys.getServerAliases(keyType, issuers);
		}

		@Override
		public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers,
				@Nullable Socket socket) {
			return SslBundleManagers.this.keys.chooseServerAlias(keyType, issuers, socket);
		}

		@Override
		public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers,
				@Nullable SSLEngine engine) {
			return SslBundleManagers.this.keys.chooseEngineServerAlias(keyType, issuers, engine);
		}

		@Override
		public X509Certificate @Nullable [] getCertificateChain(String alias) {
			return SslBundleManagers.this.keys.getCertificateChain(alias);
		}

		@Override
		public @Nullable PrivateKey getPrivateKey(String alias) {
			return SslBundleManagers.this.keys.getPrivateKey(alias);
		}

	}

	private final class Trust extends X509ExtendedTrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
				throws CertificateException {
			SslBundleManagers.this.trust.checkClientTrusted(chain, authType, socket);
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
				throws CertificateException {
			SslBundleManagers.this.trust.checkServerTrusted(chain, authType, socket);
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
				throws CertificateException {
			SslBundleManagers.this.trust.checkClientTrusted(chain, authType, engine);
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
				throws CertificateException {
			SslBundleManagers.this.trust.checkServerTrusted(chain, authType, engine);
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
			SslBundleManagers.this.trust.checkClientTrusted(chain, authType);
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
			SslBundleManagers.this.trust.checkServerTrusted(chain, authType);
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return SslBundleManagers.this.trust.getAcceptedIssuers();
		}

	}

}
