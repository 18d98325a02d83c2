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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.mprpc.internal.grpc.client.ChannelBuildContext;
import io.mprpc.internal.grpc.client.ChannelPlan;
import io.mprpc.internal.grpc.client.DeadlineInterceptor;
import io.mprpc.internal.grpc.client.ReferenceServiceConfig;
import io.mprpc.internal.grpc.client.RegistryChannelConfigurer;
import io.mprpc.internal.grpc.client.RpcChannel;
import io.mprpc.internal.grpc.client.ServiceConfigSource;
import io.mprpc.internal.grpc.client.settings.ChannelKeepalive;
import io.mprpc.internal.grpc.client.settings.ChannelSettings;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;

import org.springframework.grpc.client.ChannelBuilderOptions;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;
import org.springframework.grpc.client.GrpcChannelFactory;

/**
 * The channels of all references: one for each service and target, built by Spring's
 * channel factory, so that its configuration goes on working. The creator closes it, and
 * it closes the channels. Safe for use by several threads.
 *
 * @since 0.1
 */
public final class RpcChannels implements AutoCloseable {

	private static final long FOREVER = Long.MAX_VALUE;

	// The most that grpc-java takes: a retry policy that comes later may ask for it.
	private static final int MAX_ATTEMPTS = 5;

	private static final String IN_PROCESS = "in-process:";

	private final Supplier<GrpcChannelFactory> factory;

	private final ChannelBuildContext construction;

	private final ChannelSettings settings;

	private final @Nullable RegistryChannelConfigurer registry;

	private final Map<Key, RpcChannel> channels = new LinkedHashMap<>();

	private final List<Subscription> subscriptions = new ArrayList<>();

	private boolean closed;

	/**
	 * Creates the holder of no channel yet.
	 * @param factory gives the factory that builds channels, asked when the first is
	 * needed
	 * @param construction carries plans through the factory
	 * @param settings how channels to registered services are kept
	 * @param registry joins channels to the registry, {@code null} if there is none
	 */
	public RpcChannels(Supplier<GrpcChannelFactory> factory, ChannelBuildContext construction, ChannelSettings settings,
			@Nullable RegistryChannelConfigurer registry) {
		this.factory = factory;
		this.construction = construction;
		this.settings = settings;
		this.registry = registry;
	}

	/**
	 * The channels that exist.
	 * @return the channels in the order in which they were built
	 */
	public synchronized Collection<RpcChannel> channels() {
		return List.copyOf(this.channels.values());
	}

	ManagedChannel channel(ChannelPlan plan) {
		// Spring's factory keeps its channels in a list that is not safe for threads.
		synchronized (this) {
			if (this.closed) {
				throw new IllegalStateException("No channel to " + plan.target() + ": the application is stopping");
			}
			Key key = new Key(plan.serviceName(), plan.target());
			RpcChannel channel = this.channels.get(key);
			if (channel == null) {
				channel = new RpcChannel(plan.serviceName(), plan.target(), plan.settings(), build(plan));
				this.channels.put(key, channel);
			}
			return channel.channel();
		}
	}

	private ManagedChannel build(ChannelPlan plan) {
		AtomicReference<@Nullable ReferenceServiceConfig> built = new AtomicReference<>();
		ChannelBuilderOptions options = options(plan, built);
		GrpcChannelFactory channelFactory = this.factory.get();
		ManagedChannel channel = this.construction.build(plan, () -> create(channelFactory, plan, options));
		if (this.registry != null && plan.leadsToRegistry()) {
			this.registry.referenced(plan.serviceName());
		}
		ReferenceServiceConfig config = built.get();
		if (config != null) {
			this.subscriptions.add(plan.changes().apply(config::update));
			if (config.isBalanced() && this.settings.connectEagerly()) {
				connect(channel);
			}
		}
		return channel;
	}

	private static ManagedChannel create(GrpcChannelFactory factory, ChannelPlan plan, ChannelBuilderOptions options) {
		if (plan.settings().url().isEmpty()) {
			return factory.createChannel(plan.target(), options);
		}
		if (!factory.supports(plan.target())) {
			throw invalidUrl(plan, "nothing here builds channels of that kind");
		}
		try {
			return factory.createChannel(plan.target(), options);
		}
		catch (IllegalArgumentException ex) {
			throw invalidUrl(plan, String.valueOf(ex.getMessage()));
		}
	}

	private static InvalidReferenceException invalidUrl(ChannelPlan plan, String reason) {
		String property = "rpc.client.references." + plan.service().getName() + ".url";
		return new InvalidReferenceException(
				"No channel to '" + plan.target() + "' (" + property + "): " + reason + ".",
				plan.target().startsWith(IN_PROCESS)
						? "Add io.grpc:grpc-inprocess to the application, which is not there by default, or set "
								+ property + " to an address such as static://localhost:9090."
						: "Set " + property
								+ " to an address such as static://localhost:9090 or dns:///host:9090, with "
								+ "a host of letters, digits, hyphens and dots, or to the name of a channel below "
								+ "spring.grpc.client.channel.");
	}

	private <T extends ManagedChannelBuilder<T>> ChannelBuilderOptions options(ChannelPlan plan,
			AtomicReference<@Nullable ReferenceServiceConfig> built) {
		// Applied after all customizers that are beans, Spring Boot's own among them.
		GrpcChannelBuilderCustomizer<T> customizer = (target, builder) -> built.set(customize(plan, builder));
		return ChannelBuilderOptions.defaults()
			.withShutdownGracePeriod(this.settings.shutdownGrace())
			.withCustomizer(customizer);
	}

	// The application starts meanwhile, and its first call finds connections.
	private static void connect(ManagedChannel channel) {
		try {
			channel.getState(true);
		}
		catch (UnsupportedOperationException ex) {
			// A channel of the application's own, which connects as it likes.
		}
	}

	private ReferenceServiceConfig customize(ChannelPlan plan, ManagedChannelBuilder<?> builder) {
		boolean inProcess = builder.getClass().getName().startsWith("io.grpc.inprocess.");
		ChannelBuildContext.Progress progress = this.construction.progress();
		if (plan.settings().sslBundle() != null && !inProcess && (progress == null || !progress.isSecured())) {
			throw new InvalidReferenceException(
					"The channel to " + plan.target() + " would not be secured with the SSL bundle '"
							+ plan.settings().sslBundle() + "': its GrpcChannelFactory is not one of Spring's.",
					"Configure the credentials of that GrpcChannelFactory bean, and name no bundle in rpc.client.");
		}
		// In process there is one address, whatever the registry knows.
		boolean balanced = plan.leadsToRegistry() && !inProcess;
		ReferenceServiceConfig config = new ReferenceServiceConfig(plan,
				(progress != null) ? progress.serviceConfig() : Map.of(), balanced);
		// Where the user forbids name resolvers to bring a service config, this one
		// stays.
		builder.defaultServiceConfig(config.serviceConfig());
		builder.maxRetryAttempts(MAX_ATTEMPTS).maxHedgedAttempts(MAX_ATTEMPTS);
		if (plan.settings().maxInboundMessageSize() != null) {
			builder.maxInboundMessageSize(plan.settings().maxInboundMessageSize());
		}
		builder.intercept(new DeadlineInterceptor(config));
		if (balanced) {
			keep(plan, builder);
			builder.setNameResolverArg(ServiceConfigSource.KEY, config);
		}
		return config;
	}

	private void keep(ChannelPlan plan, ManagedChannelBuilder<?> builder) {
		if (this.registry == null) {
			String service = plan.service().getName();
			throw new InvalidReferenceException("The address of " + service + " is not known: there is no registry.",
					"Remove rpc.registry.enabled=false, or set rpc.client.references." + service
							+ ".url to an address such as static://localhost:9090.");
		}
		this.registry.join(builder);
		builder.idleTimeout(nanos(this.settings.idleTimeout()), TimeUnit.NANOSECONDS);
		builder.keepAliveTime(nanos(this.settings.keepaliveTime()), TimeUnit.NANOSECONDS);
		builder.keepAliveTimeout(this.settings.keepaliveTimeout().toNanos(), TimeUnit.NANOSECONDS);
		builder.keepAliveWithoutCalls(this.settings.keepaliveWithoutCalls());
		if (this.settings.keepaliveTime() != null) {
			builder.setNameResolverArg(ChannelKeepalive.KEY,
					new ChannelKeepalive(this.settings.keepaliveTime(), this.settings.keepaliveWithoutCalls()));
		}
		if (this.settings.userAgent() != null) {
			builder.userAgent(this.settings.userAgent());
		}
	}

	private static long nanos(@Nullable Duration duration) {
		return (duration != null) ? duration.toNanos() : FOREVER;
	}

	/**
	 * Closes all channels together: calls under way may end within the grace time, and
	 * are then cancelled.
	 */
	@Override
	public void close() {
		Collection<RpcChannel> open;
		synchronized (this) {
			this.closed = true;
			open = List.copyOf(this.channels.values());
			this.subscriptions.forEach(Subscription::close);
			this.subscriptions.clear();
		}
		open.forEach((channel) -> channel.channel().shutdown());
		Deadline deadline = Deadline.after(this.settings.shutdownGrace().toNanos(), TimeUnit.NANOSECONDS);
		try {
			for (RpcChannel channel : open) {
				channel.channel().awaitTermination(deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		open.forEach((channel) -> channel.channel().shutdownNow());
	}

	private record Key(ServiceName service, String target) {
	}

}
