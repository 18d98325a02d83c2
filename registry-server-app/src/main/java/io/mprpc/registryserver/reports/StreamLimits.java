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

import java.time.Duration;

import io.mprpc.registryserver.traffic.ReportReceiver;

/**
 * Bounds of streams.
 *
 * @param processes largest number of processes that report
 * @param handshakes largest number of streams that are not accepted yet
 * @param handshakesPerAddress largest number of those from one address
 * @param streamsPerConnection largest number of streams on one connection
 * @param handshakeTimeout time within which a stream must be accepted
 * @param nodeTimeout time within which a node with the key must come, from the proof on
 * @param goneTimeout time without any node after which a stream is ended
 * @param silenceTimeout time without a report after which a stream is ended, or three
 * intervals if that is longer
 * @param banTime time for which a process that sends too much is refused
 */
public record StreamLimits(int processes, int handshakes, int handshakesPerAddress, int streamsPerConnection,
		Duration handshakeTimeout, Duration nodeTimeout, Duration goneTimeout, Duration silenceTimeout,
		Duration banTime) {

	/** Largest number of series of a report and of a stream. */
	static final int MAX_SERIES = ReportReceiver.MAX_SERIES_OF_PROCESS;

	/** Largest number of series of all streams. */
	static final int MAX_ALL_SERIES = ReportReceiver.MAX_SERIES;

	/** Largest message in bytes. */
	static final int MAX_MESSAGE_BYTES = 1024 * 1024;

	/** Largest message of a handshake. */
	static final int MAX_HANDSHAKE_BYTES = 4096;

	/** Largest answer. */
	static final int MAX_ANSWER_BYTES = 256 * 1024;

	/** Largest number of bytes of all messages that are being received. */
	static final long MAX_INBOUND_BYTES = 64L * 1024 * 1024;

	/**
	 * Bounds for production.
	 * @param processes largest number of processes that report
	 * @return the bounds
	 */
	public static StreamLimits of(int processes) {
		return new StreamLimits(processes, 200, 50, 2, Duration.ofSeconds(10), Duration.ofSeconds(5),
				Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(1));
	}

	/**
	 * The same bounds with others for handshakes.
	 * @param all largest number of streams that are not accepted yet
	 * @param perAddress largest number of those from one address
	 * @param perConnection largest number of streams on one connection
	 * @return the bounds
	 */
	public StreamLimits withHandshakes(int all, int perAddress, int perConnection) {
		return new StreamLimits(this.processes, all, perAddress, perConnection, this.handshakeTimeout, this.nodeTimeout,
				this.goneTimeout, this.silenceTimeout, this.banTime);
	}

	/**
	 * The same bounds with other times.
	 * @param handshake time within which a stream must be accepted
	 * @param node time within which a node must come
	 * @param gone time without any node
	 * @param silence time without a report
	 * @return the bounds
	 */
	public StreamLimits withTimeouts(Duration handshake, Duration node, Duration gone, Duration silence) {
		return new StreamLimits(this.processes, this.handshakes, this.handshakesPerAddress, this.streamsPerConnection,
				handshake, node, gone, silence, this.banTime);
	}

}
