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

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;

/**
 * Client of gRPC's server reflection, which fetches the file descriptors of a service.
 */
final class ReflectionClient {

	private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1 = ServerReflectionGrpc
		.getServerReflectionInfoMethod();

	// The older protocol has the same messages in another package.
	private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1_ALPHA = V1.toBuilder()
		.setFullMethodName("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
		.setSchemaDescriptor(null)
		.build();

	private static final int MOST_FILES = 1000;

	private final Channel channel;

	private final long deadlineNanos;

	ReflectionClient(Channel channel, long deadlineNanos) {
		this.channel = channel;
		this.deadlineNanos = deadlineNanos;
	}

	/** The file that declares a service, and all its imports. */
	Collection<FileDescriptorProto> filesOf(String service) throws StatusException {
		try {
			return filesOf(service, V1);
		}
		catch (StatusException ex) {
			if (ex.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
				return filesOf(service, V1_ALPHA);
			}
			throw ex;
		}
	}

	private Collection<FileDescriptorProto> filesOf(String service,
			MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method) throws StatusException {
		BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> call = ClientCalls
			.blockingBidiStreamingCall(this.channel, method,
					CallOptions.DEFAULT.withDeadlineAfter(this.deadlineNanos, TimeUnit.NANOSECONDS));
		try {
			Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
			Deque<String> missing = new ArrayDeque<>();
			add(ask(call, ServerReflectionRequest.newBuilder().setFileContainingSymbol(service)), files, missing);
			while (!missing.isEmpty()) {
				String file = missing.remove();
				if (!files.containsKey(file)) {
					add(ask(call, ServerReflectionRequest.newBuilder().setFileByFilename(file)), files, missing);
				}
			}
			return files.values();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Status.CANCELLED.withCause(ex).asException();
		}
		finally {
			call.cancel("No further requests", null);
		}
	}

	private ServerReflectionResponse ask(BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> call,
			ServerReflectionRequest.Builder request) throws InterruptedException, StatusException {
		try {
			call.write(request.build(), this.deadlineNanos, TimeUnit.NANOSECONDS);
			ServerReflectionResponse response = call.read(this.deadlineNanos, TimeUnit.NANOSECONDS);
			if (response == null) {
				throw Status.INTERNAL.withDescription("Server reflection ended without a response").asException();
			}
			if (response.hasErrorResponse()) {
				throw Status.fromCodeValue(response.getErrorResponse().getErrorCode())
					.withDescription(response.getErrorResponse().getErrorMessage())
					.asException();
			}
			return response;
		}
		catch (TimeoutException ex) {
			throw Status.DEADLINE_EXCEEDED.withDescription("Server reflection did not respond in time").asException();
		}
	}

	private static void add(ServerReflectionResponse response, Map<String, FileDescriptorProto> files,
			Deque<String> missing) throws StatusException {
		for (ByteString bytes : response.getFileDescriptorResponse().getFileDescriptorProtoList()) {
			try {
				FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
				files.put(file.getName(), file);
				missing.addAll(file.getDependencyList());
			}
			catch (InvalidProtocolBufferException ex) {
				throw Status.INTERNAL.withDescription("Server reflection responded without a descriptor").asException();
			}
		}
		if (files.size() > MOST_FILES) {
			throw Status.RESOURCE_EXHAUSTED.withDescription("More than " + MOST_FILES + " files describe the service")
				.asException();
		}
	}

}
