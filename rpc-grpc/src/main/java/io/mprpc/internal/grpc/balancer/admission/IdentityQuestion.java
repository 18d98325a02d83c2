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

package io.mprpc.internal.grpc.balancer.admission;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.mprpc.identity.v1.GetIdentityRequest;
import io.mprpc.identity.v1.GetIdentityResponse;
import io.mprpc.identity.v1.IdentityServiceGrpc;
import org.jspecify.annotations.Nullable;

/**
 * Question to the process behind a connection for its identity.
 */
final class IdentityQuestion {

	private static final long DEADLINE_MILLIS = 1_000;

	// Any process may answer.
	private static final int MAX_ANSWER_BYTES = 1_024;

	private IdentityQuestion() {
	}

	/**
	 * Asks, whatever the present thread works for: the synchronization context runs on
	 * threads of calls too, and their deadlines and cancellations are not the question's.
	 * @param channel channel over the connection
	 * @param service full name of the service that the instance is looked for
	 * @param listener is called, once and on any thread
	 */
	static void ask(Channel channel, String service, Consumer<Answer> listener) {
		Context.ROOT.run(() -> send(channel, service, listener));
	}

	private static void send(Channel channel, String service, Consumer<Answer> listener) {
		IdentityServiceGrpc.newStub(channel)
			.withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
			.withMaxInboundMessageSize(MAX_ANSWER_BYTES)
			.getIdentity(GetIdentityRequest.newBuilder().setService(service).build(), new StreamObserver<>() {

				private @Nullable String uuid;

				@Override
				public void onNext(GetIdentityResponse response) {
					this.uuid = response.getUuid();
				}

				@Override
				public void onError(Throwable failure) {
					listener.accept(new Answer(null, Status.fromThrowable(failure)));
				}

				@Override
				public void onCompleted() {
					listener.accept(new Answer(this.uuid, Status.OK));
				}

			});
	}

	/**
	 * Answer of the process.
	 *
	 * @param uuid uuid of its registration, {@code null} if it did not say
	 * @param status how the question ended
	 */
	record Answer(@Nullable String uuid, Status status) {

		private static final int MOST_SHOWN = 64;

		/**
		 * Reason for which the process does not take calls that are meant for an
		 * instance.
		 * @param instance address and uuid of the instance
		 * @return the reason
		 */
		Status refusal(String instance) {
			if (this.uuid != null) {
				return refusal(instance, "it is registered as " + shown(this.uuid));
			}
			return switch (this.status.getCode()) {
				case UNIMPLEMENTED -> refusal(instance, "it does not know " + IdentityServiceGrpc.SERVICE_NAME);
				case FAILED_PRECONDITION -> refusal(instance, "it is not registered");
				case DEADLINE_EXCEEDED ->
					Status.UNAVAILABLE.withDescription("the process at this address does not say within "
							+ DEADLINE_MILLIS + " ms whether it is " + instance);
				default -> Status.UNAVAILABLE.withDescription("the process at this address does not say whether it is "
						+ instance + ": " + this.status.getCode());
			};
		}

		private static Status refusal(String instance, String found) {
			return Status.UNAVAILABLE
				.withDescription("another process answers at this address: not " + instance + ", " + found);
		}

		private static String shown(String uuid) {
			String start = (uuid.length() > MOST_SHOWN) ? uuid.substring(0, MOST_SHOWN) : uuid;
			return start.replaceAll("[^\\x21-\\x7e]", "?");
		}

	}

}
