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

package io.mprpc.registryserver.polled;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.mprpc.admin.v1.GetFiguresReply;
import io.mprpc.internal.input.UntrustedText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance that is polled periodically. Confined to the collector's thread, except
 * {@link #traffic()}.
 */
final class PolledInstance {

	private static final Logger logger = LoggerFactory.getLogger(PolledInstance.class);

	private Target target;

	private final Polling polling;

	private @Nullable AdminClient client;

	private @Nullable CallStatsSample last;

	private long nextAt;

	private boolean busy;

	private boolean closed;

	private volatile InstanceTraffic traffic;

	PolledInstance(Target target, Polling polling) {
		this.target = target;
		this.polling = polling;
		this.nextAt = polling.now();
		this.traffic = new InstanceTraffic(target.endpoint(), target.application(), PollState.WAITING,
				Interval.UNKNOWN);
	}

	InstanceTraffic traffic() {
		return this.traffic;
	}

	/** Current entry of the registry for the endpoint. */
	void follow(Target present) {
		this.target = present;
	}

	boolean isDue() {
		return !this.busy && this.polling.now() - this.nextAt >= 0;
	}

	/**
	 * Polls the instance.
	 * @param done called once when it has responded or failed, possibly immediately
	 */
	void ask(Runnable done) {
		this.busy = true;
		AdminClient current;
		try {
			current = client();
		}
		catch (RuntimeException ex) {
			// An invalid host for gRPC, such as one with an underscore.
			failed(Status.UNAVAILABLE.withCause(ex));
			this.nextAt += this.polling.retryNanos();
			this.busy = false;
			done.run();
			return;
		}
		current.statistics(new StreamObserver<>() {

			@Override
			public void onNext(GetFiguresReply reply) {
				try {
					answered(offered(AnswerReader.read(reply, PolledInstance.this.polling.now())));
				}
				catch (IllegalArgumentException ex) {
					invalid(ex);
				}
			}

			@Override
			public void onError(Throwable error) {
				failed(Status.fromThrowable(error));
				ended();
			}

			@Override
			public void onCompleted() {
				if (PolledInstance.this.traffic.state() != PollState.INVALID) {
					PolledInstance.this.nextAt = PolledInstance.this.polling.now();
				}
				ended();
			}

			private void ended() {
				PolledInstance.this.busy = false;
				done.run();
			}

		});
	}

	AdminClient client() {
		AdminClient current = this.client;
		if (current == null) {
			current = this.polling.connect(this.target.endpoint());
			this.client = current;
		}
		return current;
	}

	void close() {
		this.closed = true;
		disconnect();
	}

	/** An instance is trusted only about the methods that it has registered. */
	private CallStatsSample offered(CallStatsSample answer) {
		Map<MethodKey, Counts> provided = new HashMap<>(answer.provided());
		provided.keySet().retainAll(this.target.methods());
		return new CallStatsSample(answer.application(), answer.life(), answer.atNanos(), provided, answer.consumed());
	}

	private void answered(CallStatsSample answer) {
		Interval interval = Interval.between(this.last, answer);
		this.last = answer;
		if (!this.closed) {
			String application = answer.application().isEmpty() ? this.target.application() : answer.application();
			this.traffic = new InstanceTraffic(this.target.endpoint(), application,
					interval.isKnown() ? PollState.MEASURED : PollState.WAITING, interval);
			this.polling.measured(this.traffic);
		}
	}

	private void invalid(IllegalArgumentException reason) {
		if (this.traffic.state() != PollState.INVALID) {
			logger.warn("The call statistics of {} are ignored because {}; it is polled again in {}",
					UntrustedText.printable(this.target.endpoint()), reason.getMessage(),
					Duration.ofNanos(this.polling.retryNanos()));
		}
		unknown(PollState.INVALID);
		this.nextAt = this.polling.now() + this.polling.retryNanos();
	}

	private void unknown(PollState state) {
		this.last = null;
		this.traffic = new InstanceTraffic(this.target.endpoint(), this.target.application(), state, Interval.UNKNOWN);
	}

	private void failed(Status status) {
		PollState state = switch (status.getCode()) {
			case UNIMPLEMENTED -> PollState.NO_ADMIN_SERVICE;
			case UNAUTHENTICATED, PERMISSION_DENIED -> PollState.REFUSED;
			default -> PollState.UNREACHABLE;
		};
		unknown(state);
		this.nextAt = this.polling.now();
		if (state != PollState.UNREACHABLE) {
			// Only a restart or a change of configuration can solve that.
			this.nextAt += this.polling.retryNanos();
			disconnect();
		}
	}

	private void disconnect() {
		if (this.client != null) {
			this.client.close();
			this.client = null;
		}
	}

}
