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

package io.mprpc.registryserver.polled;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.mprpc.admin.v1.AdminServiceGrpc;
import io.mprpc.admin.v1.ExplainReply;
import io.mprpc.admin.v1.ExplainRequest;
import io.mprpc.admin.v1.GetFiguresReply;
import io.mprpc.admin.v1.GetFiguresRequest;
import io.mprpc.registry.Endpoint;

/**
 * Client of the admin service of one instance. It connects with the first request.
 */
final class AdminClient implements AutoCloseable {

	private static final int MAX_ANSWER = 4 * 1024 * 1024;

	private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization",
			Metadata.ASCII_STRING_MARSHALLER);

	private final ManagedChannel channel;

	private final AdminServiceGrpc.AdminServiceStub stub;

	private final long deadlineMillis;

	/**
	 * Creates a client.
	 * @param endpoint where the instance takes calls
	 * @param settings settings of requests
	 * @param executor executor of callbacks
	 */
	AdminClient(Endpoint endpoint, TrafficSettings settings, Executor executor) {
		this.deadlineMillis = settings.deadline().toMillis();
		this.channel = Grpc.newChannelBuilderForAddress(endpoint.host(), endpoint.port(), settings.credentials())
			.maxInboundMessageSize(MAX_ANSWER)
			.executor(executor)
			.disableRetry()
			.build();
		Metadata headers = new Metadata();
		if (settings.token() != null) {
			headers.put(AUTHORIZATION, "Bearer " + settings.token());
		}
		this.stub = AdminServiceGrpc.newStub(this.channel)
			.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
	}

	void statistics(StreamObserver<GetFiguresReply> observer) {
		this.stub.withDeadlineAfter(this.deadlineMillis, TimeUnit.MILLISECONDS)
			.getFigures(GetFiguresRequest.getDefaultInstance(), observer);
	}

	void explain(ExplainRequest request, Duration deadline, StreamObserver<ExplainReply> observer) {
		this.stub.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS).explain(request, observer);
	}

	@Override
	public void close() {
		this.channel.shutdownNow();
	}

}
