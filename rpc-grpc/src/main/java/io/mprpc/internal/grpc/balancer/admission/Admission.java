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

package io.mprpc.internal.grpc.balancer.admission;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer.Helper;
import io.grpc.Status;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * Decision whether the process that stands at an instance's address may take its calls.
 * An address is given to another program within moments of a crash, while the registry
 * still lists who stood there. A process that can prove its identity is asked on each new
 * connection; for others the registration has to prove it. Confined to the
 * synchronization context.
 */
public final class Admission {

	private static final Status UNPROVEN = Status.UNAVAILABLE.withDescription(
			"its connection is new and it cannot prove its identity: its registration is about to be read again");

	private static final Status OUT_OF_REACH = Status.UNAVAILABLE.withDescription(
			"its connection is new, it cannot prove its identity, and the registry is out of reach or was a moment ago");

	private final Helper helper;

	private final TimeSource time;

	private final RegistryReach reach;

	private final Runnable onChange;

	private final ConnectBackoff backoff;

	private @Nullable RpcInstance instance;

	private @Nullable RegistrationProof proof;

	private boolean verify;

	private @Nullable Channel connection;

	private boolean verified;

	private @Nullable Status refusal;

	// Answers to earlier questions are of no interest.
	private int question;

	private @Nullable ScheduledHandle next;

	public Admission(Helper helper, TimeSource time, RandomGenerator random, RegistryReach reach, Runnable onChange) {
		this.helper = helper;
		this.time = time;
		this.reach = reach;
		this.onChange = onChange;
		this.backoff = new ConnectBackoff(random);
	}

	/**
	 * Takes over the instance that is expected at the address.
	 * @param newInstance the instance, {@code null} if there is no registry
	 * @param newVerify whether it has to be certain before it takes calls
	 */
	public void expect(@Nullable RpcInstance newInstance, boolean newVerify) {
		boolean same = newVerify == this.verify && Objects.equals(incarnation(this.instance), incarnation(newInstance));
		boolean fresh = isAnotherIncarnation(newInstance);
		boolean certain = this.connection != null && isCertain();
		this.instance = newInstance;
		this.verify = newVerify;
		if (same) {
			return;
		}
		stopAsking();
		this.backoff.reset();
		if (this.proof != null) {
			this.proof.close();
		}
		this.proof = (newInstance != null) ? new RegistrationProof(this.helper, this.time, this.reach, newInstance,
				fresh ? this.reach.isLive() : certain, !fresh, this.onChange) : null;
		Channel current = this.connection;
		if (current != null) {
			connected(current);
		}
	}

	/**
	 * To be called when there is a new connection.
	 * @param channel channel over it
	 */
	public void connected(Channel channel) {
		this.connection = channel;
		if (asks()) {
			ask(channel);
		}
		else if (this.proof != null) {
			this.proof.connected();
		}
	}

	/**
	 * To be called when the connection broke or could not be made.
	 */
	public void broke() {
		this.connection = null;
		stopAsking();
		if (this.proof != null) {
			this.proof.broke();
		}
	}

	/**
	 * To be called when the registry went out of reach or came back.
	 */
	public void reachChanged() {
		if (this.proof != null && !asks()) {
			this.proof.reachChanged();
			this.onChange.run();
		}
	}

	/**
	 * Whether it is certain that the instance itself stands at the other end.
	 * @return whether it is
	 */
	public boolean isCertain() {
		return asks() ? this.verified : (this.proof == null || this.proof.holds());
	}

	/**
	 * Reasons against a connection that stands while its process is not verified.
	 * @return its condition, {@code null} if it may take calls
	 */
	public @Nullable BackendState objection() {
		if (!this.verify || isCertain()) {
			return null;
		}
		if (asks()) {
			return (this.refusal != null) ? new BackendState(ConnectivityState.TRANSIENT_FAILURE, false, this.refusal)
					: BackendState.CONNECTING;
		}
		if (this.proof != null && this.proof.isPending()) {
			return new BackendState(ConnectivityState.CONNECTING, false, UNPROVEN);
		}
		return BackendState.unverified(OUT_OF_REACH);
	}

	/**
	 * Asks whether the instance still stands at the other end of its connection.
	 * @param channel channel over the connection
	 * @param listener is called, on any thread
	 */
	public void ask(Channel channel, Consumer<Boolean> listener) {
		RpcInstance expected = this.instance;
		if (asks() && expected != null) {
			IdentityQuestion.ask(channel, expected.service().value(),
					(answer) -> listener.accept(Objects.equals(expected.metadata().uuid(), answer.uuid())));
		}
		else {
			LivenessProbe.ask(channel, listener);
		}
	}

	/**
	 * Whether the process can be asked for its identity.
	 * @return whether it is asked
	 */
	public boolean asks() {
		return this.verify && this.instance != null && this.instance.metadata().verifiable()
				&& this.instance.metadata().uuid() != null;
	}

	public void close() {
		this.connection = null;
		stopAsking();
		if (this.proof != null) {
			this.proof.close();
		}
	}

	private void ask(Channel channel) {
		RpcInstance expected = Objects.requireNonNull(this.instance);
		int asked = ++this.question;
		IdentityQuestion.ask(channel, expected.service().value(),
				(answer) -> this.helper.getSynchronizationContext().execute(() -> {
					if (asked == this.question) {
						answered(channel, expected, answer);
					}
				}));
	}

	private void answered(Channel channel, RpcInstance expected, IdentityQuestion.Answer answer) {
		InstanceMetadata metadata = expected.metadata();
		if (Objects.equals(metadata.uuid(), answer.uuid())) {
			this.verified = true;
			this.refusal = null;
			this.backoff.reset();
		}
		else {
			this.refusal = answer.refusal(expected.endpoint() + " registered as " + metadata.uuid());
			// The process may be about to register, and the view to follow.
			this.next = this.helper.getSynchronizationContext().schedule(() -> {
				this.next = null;
				ask(channel);
			}, this.backoff.nextNanos(), TimeUnit.NANOSECONDS, this.helper.getScheduledExecutorService());
		}
		this.onChange.run();
	}

	private void stopAsking() {
		this.question++;
		this.verified = false;
		this.refusal = null;
		if (this.next != null) {
			this.next.cancel();
			this.next = null;
		}
	}

	// Metadata that is lost before the methods are is no sign of another process.
	private boolean isAnotherIncarnation(@Nullable RpcInstance newInstance) {
		if (this.instance == null || newInstance == null) {
			return true;
		}
		String uuid = newInstance.metadata().uuid();
		return uuid != null && !uuid.equals(this.instance.metadata().uuid());
	}

	// A uuid is enough: the start changes when a process that served itself is
	// registered.
	private static @Nullable Object incarnation(@Nullable RpcInstance instance) {
		if (instance == null) {
			return null;
		}
		InstanceMetadata metadata = instance.metadata();
		return Arrays.asList((metadata.uuid() != null) ? metadata.uuid() : metadata.startTime(), metadata.verifiable());
	}

}
