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
package io.mprpc.benchmarks.grpc;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;

/**
 * Resolves {@code fixed:///host:port,host:port}: grpc-java has no resolver for several
 * fixed addresses.
 */
public final class FixedAddresses extends NameResolverProvider {

	private static final String SCHEME = "fixed";

	/**
	 * Registers the scheme.
	 */
	public static void register() {
		NameResolverRegistry.getDefaultRegistry().register(new FixedAddresses());
	}

	/**
	 * Target for addresses.
	 * @param addresses {@code host:port} separated by commas
	 * @return the target
	 */
	public static String target(String addresses) {
		return SCHEME + ":///" + addresses;
	}

	@Override
	protected boolean isAvailable() {
		return true;
	}

	@Override
	protected int priority() {
		return 3;
	}

	@Override
	public String getDefaultScheme() {
		return SCHEME;
	}

	@Override
	public NameResolver newNameResolver(URI target, NameResolver.Args args) {
		List<EquivalentAddressGroup> addresses = new ArrayList<>();
		for (String address : target.getPath().substring(1).split(",")) {
			int colon = address.indexOf(':');
			addresses.add(new EquivalentAddressGroup(new InetSocketAddress(address.substring(0, colon),
					Integer.parseInt(address.substring(colon + 1)))));
		}
		return new NameResolver() {

			@Override
			public String getServiceAuthority() {
				return "localhost";
			}

			@Override
			public void start(Listener2 listener) {
				listener
					.onResult(ResolutionResult.newBuilder().setAddressesOrError(StatusOr.fromValue(addresses)).build());
			}

			@Override
			public void shutdown() {
				// There is nothing to stop.
			}

		};
	}

}
