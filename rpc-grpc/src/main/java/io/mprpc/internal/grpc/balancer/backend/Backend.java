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

package io.mprpc.internal.grpc.balancer.backend;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.admission.Admission;
import io.mprpc.internal.grpc.balancer.admission.BackendState;
import io.mprpc.internal.grpc.balancer.admission.ConnectBackoff;
import io.mprpc.internal.grpc.balancer.admission.LivenessQuestions;
import io.mprpc.internal.grpc.balancer.admission.RegistryReach;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.settings.ChannelKeepalive;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * An instance that the balancer knows, with the connection to it where there is one.
 * Confined to the synchronization context.
 */
public final class Backend {

	private final Helper helper;

	private final TimeSource time;

	private final Runnable onChange;

	private final SubchannelCloser subchannelCloser;

	private final Admission admission;

	private final ConnectBackoff backoff;

	private final @Nullable ChannelKeepalive keepalive;

	private final CallResults outcomes = new CallResults();

	private final InFlight load = new InFlight(this.outcomes);

	private final Ejection ejection = new Ejection();

	private WarmUpTracker age;

	private EquivalentAddressGroup address;

	private @Nullable RpcInstance instance;

	private @Nullable Connection connection;

	private @Nullable LivenessQuestions questions;

	private @Nullable RemovalGracePeriod grace;

	private @Nullable PickResult result;

	private Candidate candidate;

	public Backend(EquivalentAddressGroup address, Helper helper, TimeSource time, RandomGenerator random,
			SubchannelCloser subchannelCloser, RegistryReach reach, boolean verify, Runnable onChange) {
		this.keepalive = helper.getNameResolverArgs().getArg(ChannelKeepalive.KEY);
		this.address = address;
		this.helper = helper;
		this.time = time;
		this.subchannelCloser = subchannelCloser;
		this.onChange = onChange;
		this.instance = address.getAttributes().get(Resolution.INSTANCE);
		this.backoff = new ConnectBackoff(random);
		this.admission = new Admission(helper, time, random, reach, this::admissionChanged);
		this.admission.expect(this.instance, verify);
		this.age = new WarmUpTracker(startTime(), time);
		this.candidate = new Candidate(name(), this.instance, BackendState.CONNECTING, 1, this.load, null, null);
	}

	/**
	 * Starts to connect, unless the instance is about to stop.
	 */
	public void start() {
		if (!isDraining()) {
			connect();
		}
	}

	/**
	 * Key of the instance behind an address from one resolution to the next.
	 * @param address the address
	 * @return the endpoint, or the addresses if there is no instance
	 */
	public static Object key(EquivalentAddressGroup address) {
		RpcInstance instance = address.getAttributes().get(Resolution.INSTANCE);
		return (instance != null) ? instance.endpoint() : address.getAddresses();
	}

	/**
	 * Takes over a new resolution.
	 * @param next the address with its attributes
	 * @param verify whether the instance has to be certain before it takes calls
	 */
	public void update(EquivalentAddressGroup next, boolean verify) {
		boolean returned = endGrace();
		this.admission.expect(next.getAttributes().get(Resolution.INSTANCE), verify);
		admissionChanged();
		if (next.equals(this.address) && !returned) {
			return;
		}
		RpcInstance before = this.instance;
		this.address = next;
		this.instance = next.getAttributes().get(Resolution.INSTANCE);
		if (isOtherLife(before, this.instance)) {
			this.age = new WarmUpTracker(startTime(), this.time);
			this.ejection.forget();
			if (this.connection != null) {
				this.connection.retryNow();
			}
		}
		if (isDraining()) {
			release();
		}
		else if (this.connection == null) {
			connect();
		}
		else {
			this.connection.update(next);
			askWhereProbesAreNotPermitted();
		}
	}

	/**
	 * Keeps an instance that the registry has lost.
	 * @param newGrace how long and on what evidence
	 */
	public void keep(RemovalGracePeriod newGrace) {
		if (this.grace == null) {
			this.grace = newGrace;
			newGrace.start();
		}
	}

	/**
	 * Lets the instance go for good.
	 */
	public void close() {
		endGrace();
		this.admission.close();
		stopQuestions();
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
			this.result = null;
		}
	}

	/**
	 * The instance as a picker sees it; the same object as before if nothing has changed.
	 * @param share share of its weight that it gets while it warms up
	 * @return the candidate
	 */
	@SuppressWarnings("ReferenceEquality")
	Candidate candidate(double share) {
		Candidate before = this.candidate;
		BackendState condition = condition();
		// By identity: this runs for every instance at every change.
		boolean same = before.instance() == this.instance && before.condition().equals(condition)
				&& before.share() == share && before.result() == this.result && before.grace() == this.grace;
		if (!same) {
			this.candidate = new Candidate(before.name(), this.instance, condition, share, this.load, this.result,
					this.grace);
		}
		return this.candidate;
	}

	/**
	 * Whether new calls may go to the instance at all.
	 * @return whether it is in service
	 */
	public boolean isInService() {
		return candidate(this.candidate.share()).isInService();
	}

	public BackendState condition() {
		BackendState way = (this.connection != null) ? this.connection.condition() : BackendState.CONNECTING;
		Status reason = this.ejection.reason();
		return (reason != null) ? way.ejected(reason) : way;
	}

	CallResults outcomes() {
		return this.outcomes;
	}

	Ejection ejection() {
		return this.ejection;
	}

	WarmUpTracker age() {
		return this.age;
	}

	/**
	 * Whether there is a connection whose other end is verified.
	 * @return whether there is
	 */
	public boolean isConnectedForCertain() {
		return this.connection != null && this.connection.condition().connected() && this.admission.isCertain();
	}

	/**
	 * Asks whether the instance still stands at the other end of its connection.
	 * @param listener is called, on any thread
	 */
	void ask(Consumer<Boolean> listener) {
		if (this.connection != null) {
			this.admission.ask(this.connection.asChannel(), listener);
		}
		else {
			listener.accept(false);
		}
	}

	/**
	 * Whether the process of the instance can prove its identity.
	 * @return whether it does
	 */
	boolean tellsWhoItIs() {
		return this.admission.asks();
	}

	/**
	 * To be called when the registry went out of reach or came back.
	 */
	public void reachChanged() {
		this.admission.reachChanged();
	}

	public @Nullable RpcInstance instance() {
		return this.instance;
	}

	public boolean isInGrace() {
		return this.grace != null;
	}

	private void connect() {
		newConnection().open();
	}

	private Connection newConnection() {
		Connection opened = new Connection(this.helper, this.address, this.time, this.backoff, new Owner());
		this.connection = opened;
		this.result = PickResult.withSubchannel(opened.subchannel(), this.outcomes);
		return opened;
	}

	private void connectionLost() {
		Connection lost = this.connection;
		if (lost == null) {
			return;
		}
		boolean lasted = lost.lasted();
		lost.discard(this.subchannelCloser);
		if (lasted) {
			this.backoff.reset();
			newConnection().open();
			this.helper.refreshNameResolution();
		}
		else {
			newConnection().openLater();
		}
		this.onChange.run();
	}

	private void askWhereProbesAreNotPermitted() {
		Connection current = this.connection;
		ChannelKeepalive probes = this.keepalive;
		if (current == null || probes == null || !LivenessQuestions.areNeeded(this.instance, probes)) {
			stopQuestions();
		}
		else if (this.questions == null && current.condition().connected()) {
			this.questions = new LivenessQuestions(this.helper, current.subchannel(), probes);
			this.questions.start();
		}
	}

	private void stopQuestions() {
		if (this.questions != null) {
			this.questions.stop();
			this.questions = null;
		}
	}

	private void admissionChanged() {
		if (this.connection != null) {
			this.connection.changed();
		}
	}

	private void release() {
		this.admission.broke();
		stopQuestions();
		if (this.connection != null) {
			this.connection.release(this.subchannelCloser);
			this.connection = null;
			this.result = null;
		}
	}

	private boolean endGrace() {
		if (this.grace == null) {
			return false;
		}
		this.grace.cancel();
		this.grace = null;
		return true;
	}

	private boolean isDraining() {
		return this.instance != null && this.instance.metadata().status() == InstanceStatus.DRAINING;
	}

	private @Nullable Instant startTime() {
		return (this.instance != null) ? this.instance.metadata().startTime() : null;
	}

	private String name() {
		return (this.instance != null) ? this.instance.endpoint().toString() : this.address.getAddresses().toString();
	}

	private static boolean isOtherLife(@Nullable RpcInstance before, @Nullable RpcInstance after) {
		return before != null && after != null && (!Objects.equals(before.metadata().uuid(), after.metadata().uuid())
				|| !Objects.equals(before.metadata().startTime(), after.metadata().startTime()));
	}

	/**
	 * Has the connection.
	 */
	private final class Owner implements Connection.Owner {

		@Override
		public void connected() {
			Connection current = Backend.this.connection;
			if (current != null) {
				Backend.this.admission.connected(current.asChannel());
			}
		}

		@Override
		public void broke() {
			Backend.this.admission.broke();
			stopQuestions();
		}

		@Override
		public void lost() {
			connectionLost();
		}

		@Override
		public void changed() {
			askWhereProbesAreNotPermitted();
			Backend.this.onChange.run();
		}

		@Override
		public @Nullable BackendState objection() {
			return Backend.this.admission.objection();
		}

	}

}
