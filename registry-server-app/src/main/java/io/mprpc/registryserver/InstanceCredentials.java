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

package io.mprpc.registryserver;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.mprpc.internal.ssl.SslBundleManagers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;

/**
 * Credentials with which the registry server itself connects to instances and to other
 * members.
 */
public final class InstanceCredentials {

	private InstanceCredentials() {
	}

	public static ChannelCredentials of(@Nullable String name, SslBundles bundles) {
		if (name == null) {
			return InsecureChannelCredentials.create();
		}
		SslBundleManagers managers = SslBundleManagers.of(bundles, name);
		return TlsChannelCredentials.newBuilder()
			.keyManager(managers.keyManager())
			.trustManager(managers.trustManager())
			.build();
	}

}
