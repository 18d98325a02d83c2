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

import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.mprpc.internal.grpc.client.RegistrationReader;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.grpc.client.TargetNotResolvedException;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Name resolver that follows a target in the registry and gives the channel the instances
 * that fit, and the service config for calls to them. Every view that is known is used as
 * it is, stale or from disk: whether an instance is reachable is the balancer's to find
 * out. While nothing is known, calls wait; after a time they fail, and the resolver goes
 * on waiting.
 * <p>
 * Everything but {@link #accept} runs in the channel's synchronization context.
 */
final class RegistryNameResolver extends NameResolver {

	private final RpcTarget target;

	private final ResolverEnvironment environment;

	private final HostLookup hosts;

	private final @Nullable ServiceConfigFollower serviceConfig;

	private final SynchronizationContext synchronization;

	private final ScheduledExecutorService timer;

	// The view that the next emission uses, handed over by the directory's thread.
	private final AtomicReference<@Nullable ServiceView> latest = new AtomicReference<>();

	private final AtomicBoolean emissionIsDue = new AtomicBoolean();

	private @Nullable Listener2 listener;

	private @Nullable Subscription subscription;

	private @Nullable ScheduledHandle wait;

	private boolean emitted;

	RegistryNameResolver(RpcTarget target, ResolverEnvironment environment, HostLookup hosts,
			@Nullable ServiceConfigFollower serviceConfig, SynchronizationContext synchronization,
			ScheduledExecutorService timer) {
		this.target = target;
		this.environment = environment;
		this.hosts = hosts;
		this.serviceConfig = serviceConfig;
		this.synchronization = synchronization;
		this.timer = timer;
	}

	@Override
	public String getServiceAuthority() {
		return URLEncoder.encode(this.target.service().value(), StandardCharsets.UTF_8).replace("+", "%20");
	}

	@Override
	public void start(Listener2 newListener) {
		this.listener = newListener;
		this.wait = this.synchronization.schedule(this::giveUpWaiting, this.environment.resolutionTimeout().toNanos(),
				TimeUnit.NANOSECONDS, this.timer);
		if (this.serviceConfig != null) {
			this.serviceConfig.start(this::emit);
		}
		this.subscription = this.environment.directory().subscribe(this.target.service(), this::accept);
	}

	@Override
	public void refresh() {
		// The registry tells changes by itself; only name servers have to be asked again.
		this.hosts.refresh(this::emit);
	}

	@Override
	public void shutdown() {
		this.listener = null;
		if (this.subscription != null) {
			this.subscription.close();
			this.subscription = null;
		}
		if (this.serviceConfig != null) {
			this.serviceConfig.shutdown();
		}
		this.hosts.shutdown();
		stopWaiting();
	}

	// On a thread of the directory.
	private void accept(ServiceView view) {
		this.latest.set(view);
		// Views that arrive before the channel gets to it make one emission.
		if (this.emissionIsDue.compareAndSet(false, true)) {
			this.synchronization.execute(() -> {
				this.emissionIsDue.set(false);
				emit();
			});
		}
	}

	private void emit() {
		ServiceView view = this.latest.get();
		if (this.listener == null || view == null || !view.isKnown()) {
			return;
		}
		stopWaiting();
		List<RpcInstance> fitting = view.instances()
			.stream()
			.filter((instance) -> this.target.accepts(instance.metadata()))
			.toList();
		List<String> names = fitting.stream().map((instance) -> instance.endpoint().host()).toList();
		this.hosts.retain(names);
		List<EquivalentAddressGroup> addresses = addresses(fitting);
		if (addresses.size() < fitting.size()) {
			this.hosts.lookUp(names, this::emit);
			if (addresses.isEmpty()) {
				failIfNoNameServerAnswers();
				return;
			}
		}
		this.emitted = true;
		Resolution resolution = new Resolution(this.target, view, this.environment.connection().namespace(),
				this.environment.connection().address(), this.environment.note());
		this.listener.onResult2(ResolutionResult.newBuilder()
			.setAddressesOrError(StatusOr.fromValue(addresses))
			.setServiceConfig((this.serviceConfig != null) ? this.serviceConfig.latest() : null)
			.setAttributes(Attributes.newBuilder()
				.set(Resolution.RESOLUTION, resolution)
				.set(RegistrationReader.READER, this.environment.registrations())
				.build())
			.build());
	}

	private void failIfNoNameServerAnswers() {
		if (this.listener != null && !this.hosts.isBusy()) {
			Status status = Status.UNAVAILABLE.withDescription("No name server has answered within "
					+ HostLookup.DEADLINE.toSeconds() + " s for " + String.join(", ", this.hosts.overdue())
					+ ", where instances of " + this.target.service() + " are registered");
			fail(this.listener, status);
		}
	}

	private void fail(Listener2 told, Status status) {
		told.onResult2(ResolutionResult.newBuilder()
			.setAddressesOrError(StatusOr.fromStatus(status.withCause(new TargetNotResolvedException(this.target))))
			.build());
	}

	private List<EquivalentAddressGroup> addresses(List<RpcInstance> instances) {
		List<EquivalentAddressGroup> addresses = new ArrayList<>(instances.size());
		for (RpcInstance instance : instances) {
			InetSocketAddress address = this.hosts.address(instance.endpoint());
			if (address != null) {
				addresses.add(new EquivalentAddressGroup(address,
						Attributes.newBuilder()
							.set(Resolution.INSTANCE, instance)
							// A certificate is issued to the instance's host, not to the
							// service.
							.set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, instance.endpoint().toString())
							.build()));
			}
		}
		return addresses;
	}

	private void giveUpWaiting() {
		this.wait = null;
		if (this.listener == null || this.emitted) {
			return;
		}
		Duration waited = this.environment.resolutionTimeout();
		Status status = Status.UNAVAILABLE
			.withDescription("Registry at " + this.environment.connection().address() + " has not answered within "
					+ waited.toMillis() + " ms (connection " + connectionState() + "): looked for "
					+ this.target.service() + " in namespace '" + this.environment.connection().namespace() + "'");
		fail(this.listener, status);
	}

	private String connectionState() {
		RegistryConnection.State state = this.environment.connection().state();
		String problem = this.environment.connection().problem();
		return (problem != null) ? state + ", " + problem : state.toString();
	}

	private void stopWaiting() {
		if (this.wait != null) {
			this.wait.cancel();
			this.wait = null;
		}
	}

}
