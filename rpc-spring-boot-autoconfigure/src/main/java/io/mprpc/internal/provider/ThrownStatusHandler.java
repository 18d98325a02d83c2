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

package io.mprpc.internal.provider;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;

import org.springframework.grpc.server.exception.GrpcExceptionHandler;

/**
 * Last exception handler, for exceptions that no other one knows. Keeps the trailers of a
 * thrown status, among them the details that {@code StatusProto} writes, where Spring
 * gRPC's fallback keeps only code and description.
 *
 * @since 0.1
 */
public final class ThrownStatusHandler implements GrpcExceptionHandler {

	/**
	 * Creates the handler.
	 */
	public ThrownStatusHandler() {
	}

	@Override
	public StatusException handleException(Throwable exception) {
		Status status = Status.fromThrowable(exception);
		boolean onPurpose = exception instanceof StatusException || exception instanceof StatusRuntimeException;
		// The exception may be thrown again, and gRPC adds to the trailers that it sends.
		Metadata trailers = new Metadata();
		Metadata thrown = Status.trailersFromThrowable(exception);
		if (thrown != null) {
			trailers.merge(thrown);
		}
		return ((onPurpose) ? status : status.withCause(exception)).asException(trailers);
	}

}
