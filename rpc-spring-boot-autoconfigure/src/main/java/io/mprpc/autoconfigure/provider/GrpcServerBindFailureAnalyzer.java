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
package io.mprpc.autoconfigure.provider;

import java.io.IOException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/**
 * Failure analyzer for a gRPC server that cannot listen at its address.
 */
final class GrpcServerBindFailureAnalyzer extends AbstractFailureAnalyzer<IOException> {

	/** As grpc-netty begins its message; the address follows. */
	private static final String MESSAGE = "Failed to bind to address";

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IOException cause) {
		String message = String.valueOf(cause.getMessage());
		if (!message.startsWith(MESSAGE)) {
			return null;
		}
		String reason = String.valueOf(NestedExceptionUtils.getMostSpecificCause(cause).getMessage());
		String address = message.substring(message.indexOf(' ', MESSAGE.length()) + 1);
		return new FailureAnalysis("The gRPC server cannot listen at " + address + ": " + reason + ".",
				action(reason.toLowerCase(Locale.ROOT).contains("in use")), cause);
	}

	private static String action(boolean inUse) {
		return (inUse)
				? "Stop the process that listens there, or set spring.grpc.server.port to another port. With port 0 the server takes "
						+ "any that is free, which suits tests: @LocalGrpcServerPort injects it."
				: "Check spring.grpc.server.address, which must be an address of this machine, and "
						+ "spring.grpc.server.port: ports below 1024 may need privileges.";
	}

}
