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

package io.mprpc.consumer;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.grpc.client.ChannelCredentialsProvider;

/**
 * Secures the channels of references that name an SSL bundle, and leaves all others to
 * whom they were left to before.
 *
 * @since 0.1
 */
public final class ReferenceCredentials implements ChannelCredentialsProvider {

	private final ChannelConstruction construction;

	private final ChannelCredentialsProvider others;

	private final SslBundles bundles;

	/**
	 * Creates the provider.
	 * @param construction tells which channel is being built
	 * @param others who secures channels that are not ours or name no bundle
	 * @param bundles the application's SSL bundles
	 */
	public ReferenceCredentials(ChannelConstruction construction, ChannelCredentialsProvider others,
			SslBundles bundles) {
		this.construction = construction;
		this.others = others;
		this.bundles = bundles;
	}

	@Override
	public ChannelCredentials getChannelCredentials(String path) {
		ChannelConstruction.Progress progress = this.construction.progress();
		String bundleName = (progress != null) ? progress.plan().settings().sslBundle() : null;
		if (progress == null || bundleName == null) {
			return this.others.getChannelCredentials(path);
		}
		SslBundle bundle = this.bundles.getBundle(bundleName);
		progress.secured();
		return TlsChannelCredentials.newBuilder()
			.trustManager(bundle.getManagers().getTrustManagers())
			.keyManager(bundle.getManagers().getKeyManagers())
			.build();
	}

}
