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

package io.mprpc.registryserver.reports;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.mprpc.registryserver.reports.ProcessQuestionException.Reason;
import io.mprpc.registryserver.traffic.ReportInterval;
import io.mprpc.reports.v1.ExplainRequest;
import io.mprpc.reports.v1.ExplainResponse;
import org.jspecify.annotations.Nullable;

/**
 * Streams of processes to this server: whom questions go to, and who is asked to report
 * at which interval. Safe for use by several threads; nothing waits for a process.
 */
public final class ReportStreams implements ProcessQuestions, ProcessAddresses, ReportInterval {

	/** Interval of reports while no page with figures is open. */
	public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(15);

	private static final Duration MAX_DEADLINE = Duration.ofSeconds(30);

	// Of streams that are accepted. Changed under the lock, read without it.
	private final Map<String, ReportStream> byKey = new ConcurrentHashMap<>();

	private final Map<String, ReportStream> byId = new ConcurrentHashMap<>();

	private final Set<ReportStream> open = ConcurrentHashMap.newKeySet();

	private volatile Duration interval = DEFAULT_INTERVAL;

	@Override
	public CompletableFuture<ExplainResponse> explain(String process, ExplainRequest request, Duration deadline) {
		ReportStream stream = this.byId.get(process);
		if (stream == null) {
			return CompletableFuture.failedFuture(new ProcessQuestionException(Reason.NOT_REPORTING));
		}
		return stream.explain(request, (deadline.compareTo(MAX_DEADLINE) < 0) ? deadline : MAX_DEADLINE);
	}

	@Override
	public Optional<InetAddress> byKey(String publicKey) {
		return Optional.ofNullable(this.byKey.get(publicKey)).map(ReportStream::address);
	}

	@Override
	public void set(Duration interval) {
		if (!interval.equals(this.interval)) {
			this.interval = interval;
			this.byKey.values().forEach(ReportStream::settingsChanged);
		}
	}

	Duration interval() {
		return this.interval;
	}

	int accepted() {
		return this.byKey.size();
	}

	int handshakes() {
		return this.open.size() - this.byKey.size();
	}

	Collection<ReportStream> open() {
		return this.open;
	}

	void opened(ReportStream stream) {
		this.open.add(stream);
	}

	/**
	 * Accepts a stream, in the place of an older one of the same key, or of one that
	 * claims its identity without a node that tells it.
	 * @param stream the stream
	 * @param claim the process
	 * @param max largest number of processes
	 * @return the stream that it replaces, {@code null} if there is none
	 * @throws StreamEndException if there is no room, or the identity is that of another
	 * process
	 */
	synchronized @Nullable ReportStream accept(ReportStream stream, Claim claim, int max) throws StreamEndException {
		ReportStream other = this.byId.get(claim.id());
		ReportStream replaced = this.byKey.get(claim.publicKey());
		if (other == replaced) {
			other = null;
		}
		if (other != null && (other.isTold() || !stream.isTold())) {
			throw new StreamEndException(EndReason.IDENTITY,
					"The process claims to be " + claim.id() + ", which reports already, with another key");
		}
		if (replaced == null && this.byKey.size() >= max) {
			throw new StreamEndException(EndReason.NO_ROOM,
					"This server takes reports of " + max + " processes (rpc.registry-server.reports.max-processes)");
		}
		if (other != null) {
			other.ousted();
		}
		this.byId.values().removeIf((each) -> each == replaced);
		this.byKey.put(claim.publicKey(), stream);
		this.byId.put(claim.id(), stream);
		return replaced;
	}

	synchronized void ended(ReportStream stream, @Nullable Claim claim) {
		this.open.remove(stream);
		if (claim != null) {
			this.byKey.remove(claim.publicKey(), stream);
			this.byId.remove(claim.id(), stream);
		}
	}

}
