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

package io.mprpc.registryserver.tryit;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.NettyChannelBuilder;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalEvent;
import io.mprpc.registryserver.journal.JournalEventType;
import io.mprpc.registryserver.tryit.InvocationRefusedException.Reason;

/**
 * Calls unary methods of registered instances, and connects to no other processes: see
 * {@link InstanceAddresses}. Each call uses a connection of its own, which is closed
 * after it. All methods may be called on any thread, and block until the instance has
 * responded.
 */
public final class MethodInvoker {

	private final InvocationSettings settings;

	private final InstanceDirectory instances;

	private final InstanceAddresses addresses;

	private final Journal journal;

	private final TimeSource time;

	private final IdentityCheck identity;

	private final Semaphore calls;

	/**
	 * Creates the invoker.
	 * @param settings settings of calls
	 * @param instances the registered instances
	 * @param addresses addresses that may be connected to
	 * @param journal journal for the calls
	 * @param time source of time
	 */
	public MethodInvoker(InvocationSettings settings, InstanceDirectory instances, InstanceAddresses addresses,
			Journal journal, TimeSource time) {
		this.settings = settings;
		this.instances = instances;
		this.addresses = addresses;
		this.journal = journal;
		this.time = time;
		this.identity = new IdentityCheck(settings.defaultDeadline());
		this.calls = new Semaphore(settings.maxConcurrentCalls());
	}

	/**
	 * Whether manual method invocation is enabled.
	 * @return whether it is
	 */
	public boolean isEnabled() {
		return this.settings.enabled();
	}

	/**
	 * Methods of an instance that can be called.
	 * @param service the service
	 * @param endpoint the instance
	 * @return its unary methods
	 * @throws InvocationRefusedException if it is unreachable or has no server reflection
	 */
	public List<CallableMethod> methods(ServiceName service, Endpoint endpoint) {
		return connected(service, endpoint, (channel) -> {
			ServiceSchema schema = schema(service, channel);
			return schema.unaryMethods()
				.stream()
				.map((method) -> new CallableMethod(method.getName(), method.getInputType().getFullName(),
						method.getOutputType().getFullName(),
						ExampleRequest.json(method.getInputType(), schema.types())))
				.toList();
		});
	}

	/**
	 * Calls a method, and records the call in the journal.
	 * @param request the call
	 * @param actor name of the caller
	 * @return the result, including failures of the method
	 * @throws InvocationRefusedException if it is not called
	 */
	public InvocationResponse call(InvocationRequest request, String actor) {
		if (request.json().length() > this.settings.maxMessageBytes()) {
			throw refused(Reason.INVALID,
					"The request is longer than " + this.settings.maxMessageBytes() + " characters");
		}
		Duration deadline = deadline(request);
		Metadata metadata = CallMetadata.read(request.metadata());
		return connected(request.service(), request.endpoint(), (channel) -> {
			ServiceSchema schema = schema(request.service(), channel);
			InstanceCall call = schema.unaryMethods()
				.stream()
				.filter((method) -> method.getName().equals(request.method()))
				.map((method) -> new InstanceCall(method, schema.types(), this.time))
				.findFirst()
				.orElseThrow(() -> refused(Reason.UNKNOWN_METHOD,
						request.endpoint() + " has no unary method " + request.service().method(request.method())));
			InvocationResponse response = call.make(channel, message(call, request.json()), metadata, deadline);
			this.journal.record(List.of(JournalEvent.of(JournalEventType.METHOD_TRIED, request.service())
				.at(request.endpoint())
				.about(request.method())
				.from(null, response.status())
				.by(actor)));
			return response;
		});
	}

	private <T> T connected(ServiceName service, Endpoint endpoint, Function<ManagedChannel, T> action) {
		if (!this.settings.enabled()) {
			throw refused(Reason.DISABLED,
					"Manual method invocation is disabled: set 'rpc.registry-server.try-it.enabled' to enable it");
		}
		RpcInstance instance = instance(service, endpoint);
		if (!this.calls.tryAcquire()) {
			throw refused(Reason.BUSY, "Too many manual calls are in progress: try again when they have completed");
		}
		try {
			ManagedChannel channel = channel(instance);
			try {
				this.identity.check(instance, channel);
				return action.apply(channel);
			}
			finally {
				channel.shutdownNow();
			}
		}
		finally {
			this.calls.release();
		}
	}

	private RpcInstance instance(ServiceName service, Endpoint endpoint) {
		Collection<RpcInstance> offered = this.instances.services().contains(service)
				? this.instances.view(service).instances() : List.of();
		return offered.stream()
			.filter((instance) -> instance.endpoint().equals(endpoint))
			.findFirst()
			.orElseThrow(() -> refused(Reason.UNKNOWN_INSTANCE, "No instance at " + endpoint + " offers " + service));
	}

	private ManagedChannel channel(RpcInstance instance) {
		try {
			// The address that was checked; the host is for the certificate only.
			return NettyChannelBuilder.forAddress(this.addresses.of(instance), this.settings.credentials())
				.overrideAuthority(instance.endpoint().toString())
				.maxInboundMessageSize(this.settings.maxMessageBytes())
				.disableServiceConfigLookUp()
				.disableRetry()
				.build();
		}
		catch (IllegalArgumentException ex) {
			throw refused(Reason.UNREACHABLE, "The host of " + instance.endpoint() + " cannot be resolved: it is not a "
					+ "host name of letters, digits, hyphens and dots");
		}
	}

	private ServiceSchema schema(ServiceName service, ManagedChannel channel) {
		try {
			long nanos = this.settings.defaultDeadline().toNanos();
			return ServiceSchema.of(service.value(), new ReflectionClient(channel, nanos).filesOf(service.value()));
		}
		catch (StatusException ex) {
			throw noAnswer(service, ex.getStatus());
		}
		catch (IllegalArgumentException ex) {
			throw refused(Reason.NO_REFLECTION,
					"The instance's reflection data of " + service + " is invalid: " + ex.getMessage());
		}
	}

	private static InvocationRefusedException noAnswer(ServiceName service, Status status) {
		if (status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
			return unreachable(status);
		}
		return refused(Reason.NO_REFLECTION, "The instance does not provide the descriptors of " + service + " ("
				+ text(status) + "): enable gRPC's server reflection there (spring.grpc.server.reflection.enabled)");
	}

	static InvocationRefusedException unreachable(Status status) {
		return refused(Reason.UNREACHABLE, "The instance is unreachable (" + text(status)
				+ "): if it uses TLS, set 'rpc.registry-server.try-it.ssl-bundle' to a bundle that trusts it, and"
				+ " otherwise leave it empty");
	}

	private static String text(Status status) {
		return status.getCode() + ((status.getDescription() != null) ? ": " + status.getDescription() : "");
	}

	private Duration deadline(InvocationRequest request) {
		Duration deadline = request.deadline();
		if (deadline == null) {
			return this.settings.defaultDeadline();
		}
		if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(this.settings.maxDeadline()) > 0) {
			throw refused(Reason.INVALID, "The deadline must be positive and at most " + this.settings.maxDeadline());
		}
		return deadline;
	}

	private static DynamicMessage message(InstanceCall call, String json) {
		try {
			return call.request(json);
		}
		catch (InvalidProtocolBufferException ex) {
			throw refused(Reason.INVALID, "The request is invalid for the method: " + ex.getMessage());
		}
	}

	private static InvocationRefusedException refused(Reason reason, String message) {
		return new InvocationRefusedException(reason, message);
	}

}
