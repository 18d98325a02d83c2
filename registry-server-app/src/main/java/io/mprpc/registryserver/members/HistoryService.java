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

package io.mprpc.registryserver.members;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registryserver.members.v1.FetchRequest;
import io.mprpc.registryserver.members.v1.FetchResponse;
import io.mprpc.registryserver.members.v1.HistoryServiceGrpc;
import io.mprpc.registryserver.traffic.history.HistoryExchange;
import org.jspecify.annotations.Nullable;

/**
 * The history of this member, for other members that prove that they are announced. One
 * transfer at a time, and for each member one within {@link #INTERVAL}.
 */
public final class HistoryService extends HistoryServiceGrpc.HistoryServiceImplBase {

	/** Time from the begin of a stream to its proof. */
	static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

	/** Time that a transfer may take. */
	static final Duration TRANSFER_TIMEOUT = Duration.ofSeconds(60);

	/** Time between two transfers to the same member. */
	static final Duration INTERVAL = Duration.ofSeconds(5);

	/** Streams of members that have not proven themselves. */
	static final int MAX_HANDSHAKES = 8;

	private static final int MAX_FORGERIES = 64;

	private final Members members;

	private final HistoryExchange history;

	private final TimeSource time;

	private final ScheduledExecutorService timer;

	private final AtomicInteger handshakes = new AtomicInteger();

	private final AtomicReference<@Nullable HistoryTransfer> transfer = new AtomicReference<>();

	private final Map<String, Long> lastTransfers = new ConcurrentHashMap<>();

	private final Set<String> forged = ConcurrentHashMap.newKeySet();

	/**
	 * Creates the service.
	 * @param members the members of the ensemble
	 * @param history history of this member
	 * @param time source of time
	 * @param timer timer for time limits
	 */
	public HistoryService(Members members, HistoryExchange history, TimeSource time, ScheduledExecutorService timer) {
		this.members = members;
		this.history = history;
		this.time = time;
		this.timer = timer;
	}

	@Override
	public StreamObserver<FetchRequest> fetch(StreamObserver<FetchResponse> responses) {
		HistoryTransfer stream = new HistoryTransfer(this, (ServerCallStreamObserver<FetchResponse>) responses);
		if (this.handshakes.incrementAndGet() > MAX_HANDSHAKES) {
			stream.fail(Status.RESOURCE_EXHAUSTED.withDescription("Too many members ask for history at the same time"));
		}
		return stream;
	}

	Members members() {
		return this.members;
	}

	HistoryExchange history() {
		return this.history;
	}

	TimeSource time() {
		return this.time;
	}

	ScheduledExecutorService timer() {
		return this.timer;
	}

	void handshakeEnded() {
		this.handshakes.decrementAndGet();
	}

	/** Whether a transfer to a member may begin. */
	boolean begin(HistoryTransfer stream, String member) {
		if (!this.transfer.compareAndSet(null, stream)) {
			return false;
		}
		long now = this.time.nanoTime();
		Long last = this.lastTransfers.get(member);
		if (last != null && now - last < INTERVAL.toNanos()) {
			this.transfer.set(null);
			return false;
		}
		// Members come and go under other names, in containers.
		this.lastTransfers.values().removeIf((at) -> now - at >= INTERVAL.toNanos());
		this.lastTransfers.put(member, now);
		return true;
	}

	void transferEnded(HistoryTransfer stream) {
		this.transfer.compareAndSet(stream, null);
	}

	/** Whether no stream has yet claimed the name of a member without its key. */
	boolean firstForgery(String member) {
		return this.forged.size() < MAX_FORGERIES && this.forged.add(member);
	}

}
