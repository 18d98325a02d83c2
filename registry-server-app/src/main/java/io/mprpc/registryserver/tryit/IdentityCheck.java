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

package io.mprpc.registryserver.tryit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.mprpc.identity.v1.GetIdentityRequest;
import io.mprpc.identity.v1.IdentityServiceGrpc;
import io.mprpc.internal.input.UntrustedText;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registryserver.tryit.InvocationRefusedException.Reason;

/**
 * Question to the process at an address whether it is the registered instance, before
 * anything else is sent there.
 */
final class IdentityCheck {

	// Any process may answer.
	private static final int MAX_ANSWER_BYTES = 1_024;

	private final Duration deadline;

	IdentityCheck(Duration deadline) {
		this.deadline = deadline;
	}

	/**
	 * Asks, if the instance has registered that it answers.
	 * @throws InvocationRefusedException if another process answers, or none
	 */
	void check(RpcInstance instance, Channel channel) {
		if (!instance.metadata().verifiable()) {
			return;
		}
		String uuid;
		try {
			uuid = IdentityServiceGrpc.newBlockingStub(channel)
				.withDeadlineAfter(this.deadline.toNanos(), TimeUnit.NANOSECONDS)
				.withMaxInboundMessageSize(MAX_ANSWER_BYTES)
				.getIdentity(GetIdentityRequest.newBuilder().setService(instance.service().value()).build())
				.getUuid();
		}
		catch (StatusRuntimeException ex) {
			throw switch (ex.getStatus().getCode()) {
				case UNAVAILABLE, DEADLINE_EXCEEDED -> MethodInvoker.unreachable(ex.getStatus());
				case FAILED_PRECONDITION -> other(instance, "it is not registered");
				default -> other(instance, "it does not know its identity (" + ex.getStatus().getCode() + ")");
			};
		}
		if (!uuid.equals(instance.metadata().uuid())) {
			throw other(instance, "it is registered as " + UntrustedText.printable(uuid));
		}
	}

	private static InvocationRefusedException other(RpcInstance instance, String found) {
		return new InvocationRefusedException(Reason.OTHER_PROCESS, "Another process answers at " + instance.endpoint()
				+ ", and nothing was sent to it: not " + instance.metadata().uuid() + ", " + found);
	}

}
