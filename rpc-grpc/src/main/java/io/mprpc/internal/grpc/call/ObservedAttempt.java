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
package io.mprpc.internal.grpc.call;

import java.net.SocketAddress;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call, as its observers see it.
 *
 * @since 0.1
 */
public final class ObservedAttempt extends ClientStreamTracer {

	private final ObservedClientCall call;

	private final StreamInfo info;

	// Each written by one thread at a time, and read when the attempt or the call has
	// ended.
	private long requestBytes;

	private long responseBytes;

	private long sentNanos;

	private long endNanos;

	// Zero for not at all. The transport's threads and the caller's hand over to each
	// other.
	private volatile long pendingNanos;

	private volatile @Nullable Attributes transport;

	ObservedAttempt(ObservedClientCall call, StreamInfo info) {
		this.call = call;
		this.info = info;
	}

	/**
	 * The call.
	 * @return the call
	 */
	public ObservedClientCall call() {
		return this.call;
	}

	/**
	 * Attributes of the attempt from gRPC.
	 * @return number of attempts before it, and why it was made
	 */
	public StreamInfo info() {
		return this.info;
	}

	/**
	 * Attributes of the connection that the attempt was sent on.
	 * @return the attributes, {@code null} where it was not sent
	 */
	public @Nullable Attributes transport() {
		return this.transport;
	}

	/**
	 * Whether the attempt was sent to an instance.
	 * @return whether it was
	 */
	public boolean isSent() {
		return this.transport != null;
	}

	/**
	 * Address of the instance.
	 * @return the address, {@code null} where it is not known
	 */
	public @Nullable SocketAddress peer() {
		Attributes to = this.transport;
		return (to != null) ? to.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) : null;
	}

	/**
	 * Time that the call waited for the first resolution of its target's name. Known for
	 * the first attempt.
	 * @return the time in nanoseconds, {@code null} if it did not wait
	 */
	public @Nullable Long resolutionNanos() {
		return (this.info.getPreviousAttempts() == 0) ? this.info.getCallOptions().getOption(NAME_RESOLUTION_DELAYED)
				: null;
	}

	/**
	 * Whether the attempt had to wait for an instance. Needs {@link Timing#PHASES}.
	 * @return whether it had to
	 */
	public boolean isDelayed() {
		return this.pendingNanos != 0;
	}

	/**
	 * Time that the attempt waited for an instance, until it was sent or gave up. Needs
	 * {@link Timing#PHASES}.
	 * @return the time in nanoseconds, zero if it did not wait
	 */
	public long delayNanos() {
		long since = this.pendingNanos;
		return (since != 0) ? (isSent() ? this.sentNanos : this.endNanos) - since : 0;
	}

	/**
	 * Time from sending to the end. Needs {@link Timing#PHASES}.
	 * @return the time in nanoseconds
	 */
	public long durationNanos() {
		return this.endNanos - this.sentNanos;
	}

	/**
	 * Time at which the attempt ended, by the clock that measures durations. Needs
	 * {@link Timing#PHASES}.
	 * @return the time in nanoseconds
	 */
	public long endNanos() {
		return this.endNanos;
	}

	/**
	 * Size of the request messages before compression.
	 * @return the size in bytes
	 */
	public long requestBytes() {
		return this.requestBytes;
	}

	/**
	 * Size of the response messages before compression.
	 * @return the size in bytes
	 */
	public long responseBytes() {
		return this.responseBytes;
	}

	@Override
	public void createPendingStream() {
		long now = this.call.phaseNanos();
		this.pendingNanos = (now != 0) ? now : 1;
	}

	@Override
	public void streamCreated(Attributes transportAttributes, Metadata headers) {
		this.sentNanos = this.call.phaseNanos();
		this.transport = transportAttributes;
		this.call.sent(this);
	}

	@Override
	public void inboundHeaders() {
		this.call.answered(this);
	}

	@Override
	public void outboundUncompressedSize(long bytes) {
		this.requestBytes += bytes;
	}

	@Override
	public void inboundUncompressedSize(long bytes) {
		this.responseBytes += bytes;
	}

	@Override
	public void streamClosed(Status status) {
		this.endNanos = this.call.phaseNanos();
		this.call.attemptEnded(this, status);
	}

}
