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

package io.mprpc.internal.grpc.server;

import java.util.List;

import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.mprpc.identity.v1.GetIdentityRequest;
import io.mprpc.identity.v1.GetIdentityResponse;
import io.mprpc.identity.v1.IdentityServiceGrpc;
import org.jspecify.annotations.Nullable;

/**
 * Answer of this process to the question for its identity. Bound to the server itself and
 * not as a bean, so that global interceptors, which may ask for credentials, do not see
 * the question.
 *
 * @since 0.1
 */
public final class InstanceIdentity {

	private final ServerServiceDefinition definition = new Answers().bindService();

	private volatile @Nullable String uuid;

	/**
	 * Lets a server answer.
	 * @param server builder of the server
	 */
	public void bind(ServerBuilder<?> server) {
		server.addService(this.definition);
	}

	/**
	 * Whether a server answers.
	 * @param address the server, with its services
	 * @return whether it does; not where its services are not known
	 */
	public boolean isBoundTo(ServerAddress address) {
		List<ServerServiceDefinition> services = address.services();
		return services != null && services.contains(this.definition);
	}

	/**
	 * Sets the answer from now on. To be called before the instance is registered.
	 * @param newUuid uuid of the registration
	 */
	public void register(@Nullable String newUuid) {
		this.uuid = newUuid;
	}

	private final class Answers extends IdentityServiceGrpc.IdentityServiceImplBase {

		@Override
		public void getIdentity(GetIdentityRequest request, StreamObserver<GetIdentityResponse> response) {
			String current = InstanceIdentity.this.uuid;
			if (current == null) {
				response.onError(
						Status.FAILED_PRECONDITION.withDescription("This process is not registered").asException());
				return;
			}
			response.onNext(GetIdentityResponse.newBuilder().setUuid(current).build());
			response.onCompleted();
		}

	}

}
