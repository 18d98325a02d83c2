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

package io.mprpc.internal.grpc.admin;

import java.util.function.BiFunction;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.mprpc.admin.v1.AdminServiceGrpc;
import io.mprpc.admin.v1.ExplainReply;
import io.mprpc.admin.v1.ExplainRequest;
import io.mprpc.admin.v1.Explanation;
import io.mprpc.admin.v1.GetFiguresReply;
import io.mprpc.admin.v1.GetFiguresRequest;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Service with statistics of this process's calls and explanations of where they go.
 *
 * @since 0.1
 */
public final class AdminService implements BindableService {

	private final Identity identity;

	private final ProvidedCalls provided;

	private final ConsumedCalls consumed;

	private final BiFunction<ServiceName, String, ? extends Iterable<Explanation>> explainer;

	/**
	 * Creates the service.
	 * @param identity identity of this process
	 * @param provided counts the calls that this process serves
	 * @param consumed counts the calls that it makes
	 * @param explainer explains a method of a service, the empty method for any
	 */
	public AdminService(Identity identity, ProvidedCalls provided, ConsumedCalls consumed,
			BiFunction<ServiceName, String, ? extends Iterable<Explanation>> explainer) {
		this.identity = identity;
		this.provided = provided;
		this.consumed = consumed;
		this.explainer = explainer;
	}

	@Override
	public ServerServiceDefinition bindService() {
		ServerServiceDefinition bound = new Calls().bindService();
		String token = this.identity.token();
		return (token != null) ? ServerInterceptors.intercept(bound, new AdminToken(token)) : bound;
	}

	/**
	 * Identity of this process, and the token that callers need.
	 *
	 * @param application name of the application, may be empty
	 * @param incarnation identity of this incarnation of the process
	 * @param token token that callers have to send, {@code null} for none
	 */
	public record Identity(String application, String incarnation, @Nullable String token) {

		/** Without the token. */
		@Override
		public String toString() {
			return this.application + ' ' + this.incarnation;
		}

	}

	private final class Calls extends AdminServiceGrpc.AdminServiceImplBase {

		@Override
		public void getFigures(GetFiguresRequest request, StreamObserver<GetFiguresReply> observer) {
			GetFiguresReply.Builder reply = GetFiguresReply.newBuilder()
				.setApplication(AdminService.this.identity.application())
				.setLife(AdminService.this.identity.incarnation());
			LatencyBuckets.bounds().forEach(reply::addBoundsNanos);
			observer.onNext(reply.addAllProvided(AdminService.this.provided.statistics().figures())
				.addAllConsumed(AdminService.this.consumed.statistics().figures())
				.build());
			observer.onCompleted();
		}

		@Override
		public void explain(ExplainRequest request, StreamObserver<ExplainReply> observer) {
			ServiceName service;
			try {
				service = new ServiceName(request.getService());
			}
			catch (IllegalArgumentException ex) {
				observer.onError(Status.INVALID_ARGUMENT.withDescription(ex.getMessage()).asRuntimeException());
				return;
			}
			observer.onNext(ExplainReply.newBuilder()
				.setApplication(AdminService.this.identity.application())
				.addAllExplanations(AdminService.this.explainer.apply(service, request.getMethod()))
				.build());
			observer.onCompleted();
		}

	}

}
