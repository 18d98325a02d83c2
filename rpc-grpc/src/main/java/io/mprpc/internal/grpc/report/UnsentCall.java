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

package io.mprpc.internal.grpc.report;

import java.io.IOException;

import io.grpc.Status;
import io.mprpc.internal.grpc.call.PickProblem;
import io.mprpc.internal.grpc.client.TargetNotResolvedException;
import io.mprpc.reports.v1.UnsentReason;
import org.jspecify.annotations.Nullable;

/**
 * A call that was not sent to any instance.
 *
 * @param reason why it was not
 * @param text the reason in words
 */
record UnsentCall(UnsentReason reason, String text) {

	/**
	 * Classifies a call.
	 * @param status how the call ended
	 * @param problem the load balancer's last problem with it, {@code null} if there was
	 * none
	 * @return the reason, {@code null} if the caller itself cancelled the call
	 */
	static @Nullable UnsentCall of(Status status, @Nullable PickProblem problem) {
		return switch (status.getCode()) {
			case CANCELLED -> null;
			// The caller gave up: that is its own. What it waited for is in the text.
			case DEADLINE_EXCEEDED -> new UnsentCall(UnsentReason.UNSENT_DEADLINE, (problem != null)
					? "Deadline passed while the call waited. " + problem.description() : text(status));
			case RESOURCE_EXHAUSTED -> new UnsentCall(UnsentReason.UNSENT_LIMITED, text(status));
			case UNAVAILABLE, UNIMPLEMENTED ->
				(problem != null) ? new UnsentCall(reason(problem.kind()), problem.description())
						: new UnsentCall(withoutPick(status), text(status));
			default -> new UnsentCall(UnsentReason.UNSENT_OTHER, text(status));
		};
	}

	private static UnsentReason reason(PickProblem.Kind kind) {
		return switch (kind) {
			case NO_INSTANCE -> UnsentReason.UNSENT_NO_INSTANCE;
			case NO_CONNECTION -> UnsentReason.UNSENT_NO_CONNECTION;
		};
	}

	// Another load balancer, as each channel has until it is resolved, tells no more than
	// the error.
	private static UnsentReason withoutPick(Status status) {
		Throwable cause = status.getCause();
		if (cause instanceof TargetNotResolvedException) {
			return UnsentReason.UNSENT_NO_INSTANCE;
		}
		return (cause instanceof IOException) ? UnsentReason.UNSENT_NO_CONNECTION : UnsentReason.UNSENT_OTHER;
	}

	private static String text(Status status) {
		String description = status.getDescription();
		return (description != null) ? description : status.getCode().name();
	}

}
