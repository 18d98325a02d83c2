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

package io.mprpc.registryserver.reports.port;

import java.util.concurrent.atomic.AtomicLong;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of messages of one stream that are being received, or wait to be handled. gRPC
 * bounds one message; this bounds those of all streams together, and what a stream may
 * send before it is accepted.
 */
public final class InboundBytes extends ServerStreamTracer {

	private static final Context.Key<InboundBytes> KEY = Context.key("mprpc-inbound-bytes");

	// Below it a stream is not to blame for what all use together.
	private static final long FAIR_SHARE = 64 * 1024;

	private final AtomicLong total;

	private final long maxTotal;

	private final AtomicLong pending = new AtomicLong();

	private final long allowance;

	// By the thread of the connection only.
	private long received;

	private volatile boolean accepted;

	private volatile @Nullable Runnable onExcess;

	private volatile long completedNanos;

	private volatile Status closeStatus = Status.OK;

	private InboundBytes(AtomicLong total, long maxTotal, long allowance) {
		this.total = total;
		this.maxTotal = maxTotal;
		this.allowance = allowance;
	}

	/**
	 * Factory of tracers.
	 * @param total receives the bytes of all streams
	 * @param maxTotal largest number of bytes of all streams together
	 * @param allowance largest number of bytes of a stream that is not accepted
	 * @return the factory
	 */
	public static Factory factory(AtomicLong total, long maxTotal, long allowance) {
		return new Factory() {
			@Override
			public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
				return new InboundBytes(total, maxTotal, allowance);
			}
		};
	}

	/**
	 * The bytes of the current stream.
	 * @return its bytes
	 */
	public static InboundBytes current() {
		return KEY.get();
	}

	/**
	 * Sets what is called, at least once and on the thread of the connection, when the
	 * stream exceeds a bound.
	 * @param listener the listener; must not block
	 */
	public void onExcess(Runnable listener) {
		this.onExcess = listener;
	}

	/**
	 * The stream was accepted.
	 */
	public void accepted() {
		this.accepted = true;
	}

	/**
	 * The last message was handled.
	 */
	public void handled() {
		this.total.addAndGet(-this.pending.getAndSet(0));
	}

	/**
	 * When the last message was complete.
	 * @return the time, by {@link System#nanoTime()}
	 */
	public long completedNanos() {
		return this.completedNanos;
	}

	@Override
	public Context filterContext(Context context) {
		return context.withValue(KEY, this);
	}

	@Override
	public void inboundWireSize(long bytes) {
		long ofStream = this.pending.addAndGet(bytes);
		long ofAll = this.total.addAndGet(bytes);
		this.received += bytes;
		boolean exhausted = !this.accepted && this.received > this.allowance;
		Runnable listener = this.onExcess;
		if (listener != null && (exhausted || (ofAll > this.maxTotal && ofStream > FAIR_SHARE))) {
			listener.run();
		}
	}

	@Override
	public void inboundMessageRead(int seqNo, long optionalWireSize, long optionalUncompressedSize) {
		this.completedNanos = System.nanoTime();
	}

	/**
	 * How the stream ended below its protocol.
	 * @return the status, {@code OK} while it is open
	 */
	public Status closeStatus() {
		return this.closeStatus;
	}

	@Override
	public void streamClosed(Status status) {
		this.closeStatus = status;
		handled();
	}

}
