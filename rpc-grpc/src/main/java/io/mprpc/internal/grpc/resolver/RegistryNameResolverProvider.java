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

package io.mprpc.internal.grpc.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.Uri;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.grpc.client.ServiceConfigSource;
import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Provider of name resolvers for targets of the scheme {@value RpcTarget#SCHEME}, which
 * resolve them through the registry. Has no state of its own: its environment comes with
 * each channel, so that several application contexts can share gRPC's global list of
 * providers.
 *
 * @since 0.1
 */
public final class RegistryNameResolverProvider extends NameResolverProvider {

	/** Argument of a channel's name resolver: its environment. */
	public static final NameResolver.Args.Key<ResolverEnvironment> ENVIRONMENT = NameResolver.Args.Key
		.create("io.mprpc.resolver-environment");

	// Below DNS, or our scheme would be the default of targets without one.
	private static final int PRIORITY = 4;

	private final TimeSource time;

	/**
	 * Creates the provider.
	 * @param time source of time
	 */
	public RegistryNameResolverProvider(TimeSource time) {
		this.time = time;
	}

	@Override
	protected boolean isAvailable() {
		return true;
	}

	@Override
	protected int priority() {
		return PRIORITY;
	}

	@Override
	public String getDefaultScheme() {
		return RpcTarget.SCHEME;
	}

	@Override
	public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
		return Set.of(InetSocketAddress.class);
	}

	@Override
	public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
		return RpcTarget.SCHEME.equals(target.getScheme()) ? newNameResolver(target.toString(), args) : null;
	}

	@Override
	public @Nullable NameResolver newNameResolver(Uri target, NameResolver.Args args) {
		return RpcTarget.SCHEME.equals(target.getScheme()) ? newNameResolver(target.toString(), args) : null;
	}

	private NameResolver newNameResolver(String target, NameResolver.Args args) {
		ResolverEnvironment environment = args.getArg(ENVIRONMENT);
		if (environment == null) {
			throw new IllegalArgumentException("'" + target + "' can be reached only through a channel that knows the "
					+ "registry: inject a stub with @RpcReference, or create the channel with Spring's "
					+ "GrpcChannelFactory");
		}
		Executor offload = args.getOffloadExecutor();
		HostLookup hosts = new HostLookup((offload != null) ? offload : ForkJoinPool.commonPool(),
				args.getSynchronizationContext(), args.getScheduledExecutorService(), InetAddress::getByName,
				this.time);
		RpcTarget parsed = RpcTarget.parse(target);
		ServiceConfigSource source = args.getArg(ServiceConfigSource.KEY);
		ServiceConfigFollower serviceConfig = (source != null) ? new ServiceConfigFollower(parsed, source,
				args.getServiceConfigParser(), args.getSynchronizationContext()) : null;
		return new RegistryNameResolver(parsed, environment, hosts, serviceConfig, args.getSynchronizationContext(),
				args.getScheduledExecutorService());
	}

}
