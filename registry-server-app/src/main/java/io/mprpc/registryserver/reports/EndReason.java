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

import java.util.Locale;

import io.grpc.Status;

/**
 * Reason for which the server ends a stream.
 */
enum EndReason {

	/** The process has ended the stream. */
	PROCESS_ENDED(Status.Code.OK, false),

	/** The server stops. */
	SERVER_STOPS(Status.Code.UNAVAILABLE, false),

	/**
	 * There are too many other streams in their handshake; a process tries again soon.
	 */
	BUSY(Status.Code.UNAVAILABLE, false),

	/** As many processes report as may. */
	NO_ROOM(Status.Code.RESOURCE_EXHAUSTED, false),

	/** The process has opened another stream. */
	REPLACED(Status.Code.ABORTED, false),

	/** Names of series were lost with a report that was dropped. */
	INCOMPLETE(Status.Code.ABORTED, false),

	/** The registry is out of reach, and the process is not known yet. */
	REGISTRY_AWAY(Status.Code.UNAVAILABLE, false),

	/** The handshake was not completed in time. */
	HANDSHAKE_TIMEOUT(Status.Code.DEADLINE_EXCEEDED, true),

	/** The signature is not that of the key. */
	SIGNATURE(Status.Code.UNAUTHENTICATED, true),

	/** No node has the key. */
	NO_NODE(Status.Code.PERMISSION_DENIED, true),

	/** The process claims another identity than its nodes tell. */
	IDENTITY(Status.Code.PERMISSION_DENIED, true),

	/** The process was disconnected and has to wait. */
	BANNED(Status.Code.RESOURCE_EXHAUSTED, true),

	/** The process sends too much. */
	FLOOD(Status.Code.RESOURCE_EXHAUSTED, true),

	/** The process sends what no correct implementation sends. */
	INVALID(Status.Code.INVALID_ARGUMENT, true),

	/** The process sends nothing. */
	SILENT(Status.Code.DEADLINE_EXCEEDED, true),

	/** The nodes of the process are gone. */
	NODES_GONE(Status.Code.PERMISSION_DENIED, true),

	/** An error of the server. */
	ERROR(Status.Code.INTERNAL, false);

	private final Status.Code code;

	private final boolean named;

	EndReason(Status.Code code, boolean named) {
		this.code = code;
		this.named = named;
	}

	Status status(String text) {
		return (this.code != Status.Code.OK) ? this.code.toStatus().withDescription(text) : Status.OK;
	}

	/** Whether the process is to blame, and is named in the log and the console. */
	boolean isNamed() {
		return this.named;
	}

	String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

}
