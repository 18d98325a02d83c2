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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * One unary call with dynamic messages.
 */
final class InstanceCall {

	private final MethodDescriptor method;

	private final TypeRegistry types;

	private final TimeSource time;

	InstanceCall(MethodDescriptor method, TypeRegistry types, TimeSource time) {
		this.method = method;
		this.types = types;
		this.time = time;
	}

	/**
	 * Reads a request.
	 * @throws InvalidProtocolBufferException if it is not valid JSON for the message
	 */
	DynamicMessage request(String json) throws InvalidProtocolBufferException {
		DynamicMessage.Builder request = DynamicMessage.newBuilder(this.method.getInputType());
		JsonFormat.parser().usingTypeRegistry(this.types).merge(json.isBlank() ? "{}" : json, request);
		return request.build();
	}

	InvocationResponse make(Channel channel, DynamicMessage request, Metadata metadata, Duration deadline) {
		AtomicReference<Metadata> headers = new AtomicReference<>();
		AtomicReference<Metadata> trailers = new AtomicReference<>();
		Channel observed = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata),
				MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
		CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
		long start = this.time.nanoTime();
		Status status = Status.OK;
		DynamicMessage response = null;
		try {
			response = ClientCalls.blockingUnaryCall(observed, descriptor(), options, request);
		}
		catch (StatusRuntimeException ex) {
			status = ex.getStatus();
		}
		Duration duration = Duration.ofNanos(this.time.nanoTime() - start);
		return new InvocationResponse(status.getCode().name(), status.getDescription(), duration, texts(headers.get()),
				texts(trailers.get()), json(response));
	}

	private io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> descriptor() {
		return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
			.setType(io.grpc.MethodDescriptor.MethodType.UNARY)
			.setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(this.method.getService().getFullName(),
					this.method.getName()))
			.setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(this.method.getInputType())))
			.setResponseMarshaller(
					ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(this.method.getOutputType())))
			.build();
	}

	private @Nullable String json(@Nullable DynamicMessage response) {
		if (response == null) {
			return null;
		}
		try {
			return JsonFormat.printer().usingTypeRegistry(this.types).alwaysPrintFieldsWithNoPresence().print(response);
		}
		catch (InvalidProtocolBufferException ex) {
			// An Any of a type that reflection does not provide.
			return null;
		}
	}

	private static Map<String, String> texts(@Nullable Metadata metadata) {
		return (metadata != null) ? CallMetadata.write(metadata) : Map.of();
	}

}
