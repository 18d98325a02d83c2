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

package io.mprpc.internal.consumer;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.mprpc.internal.grpc.client.BrokenConnections;
import io.mprpc.internal.grpc.client.ChannelBuildContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.grpc.client.ChannelCredentialsProvider;

/**
 * Credentials of the channels of references that name an SSL bundle; all others keep
 * their provider. Over Netty the credentials also make calls whose connection breaks end
 * with the right status.
 *
 * @since 0.1
 */
public final class ReferenceCredentials implements ChannelCredentialsProvider {

	private final ChannelBuildContext construction;

	private final ChannelCredentialsProvider others;

	private final @Nullable SslBundles bundles;

	private final boolean overNetty;

	/**
	 * Creates the provider.
	 * @param construction tells which channel is being built
	 * @param others provider for channels that are not of references or name no bundle
	 * @param bundles the application's SSL bundles, {@code null} if it has none
	 * @param overNetty whether the channels use gRPC's Netty, the one that is not shaded
	 */
	public ReferenceCredentials(ChannelBuildContext construction, ChannelCredentialsProvider others,
			@Nullable SslBundles bundles, boolean overNetty) {
		this.construction = construction;
		this.others = others;
		this.bundles = bundles;
		this.overNetty = overNetty;
	}

	@Override
	public ChannelCredentials getChannelCredentials(String path) {
		ChannelBuildContext.Progress progress = this.construction.progress();
		if (progress == null) {
			return this.others.getChannelCredentials(path);
		}
		ChannelCredentials credentials = credentials(progress, path);
		return (this.overNetty) ? BrokenConnections.withClearStatus(credentials) : credentials;
	}

	private ChannelCredentials credentials(ChannelBuildContext.Progress progress, String path) {
		String bundleName = progress.plan().settings().sslBundle();
		if (bundleName == null || this.bundles == null) {
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
