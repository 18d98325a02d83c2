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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.TypeRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors of a service's methods and messages.
 */
final class ServiceSchema {

	private final @Nullable ServiceDescriptor service;

	private final TypeRegistry types;

	private ServiceSchema(@Nullable ServiceDescriptor service, TypeRegistry types) {
		this.service = service;
		this.types = types;
	}

	/**
	 * Links files.
	 * @throws IllegalArgumentException if they are inconsistent
	 */
	static ServiceSchema of(String service, Collection<FileDescriptorProto> files) {
		Linker linker = new Linker(files);
		TypeRegistry.Builder types = TypeRegistry.newBuilder();
		ServiceDescriptor found = null;
		for (FileDescriptorProto file : files) {
			FileDescriptor linked = linker.link(file.getName());
			types.add(linked.getMessageTypes());
			for (ServiceDescriptor candidate : linked.getServices()) {
				found = candidate.getFullName().equals(service) ? candidate : found;
			}
		}
		return new ServiceSchema(found, types.build());
	}

	/** Unary methods. */
	List<MethodDescriptor> unaryMethods() {
		return (this.service == null) ? List.of()
				: this.service.getMethods()
					.stream()
					.filter((method) -> !method.isClientStreaming() && !method.isServerStreaming())
					.toList();
	}

	/** All messages, to resolve {@code Any}. */
	TypeRegistry types() {
		return this.types;
	}

	/** Links each file after its imports. */
	private static final class Linker {

		private final Map<String, FileDescriptorProto> files;

		private final Map<String, FileDescriptor> linked = new HashMap<>();

		private final Set<String> underWay = new HashSet<>();

		Linker(Collection<FileDescriptorProto> files) {
			this.files = files.stream().collect(Collectors.toMap(FileDescriptorProto::getName, Function.identity()));
		}

		FileDescriptor link(String name) {
			FileDescriptor known = this.linked.get(name);
			if (known != null) {
				return known;
			}
			FileDescriptorProto file = this.files.get(name);
			if (file == null || !this.underWay.add(name)) {
				throw new IllegalArgumentException("file " + name + " is missing or imports itself");
			}
			List<FileDescriptor> imports = new ArrayList<>();
			file.getDependencyList().forEach((imported) -> imports.add(link(imported)));
			try {
				FileDescriptor descriptor = FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new));
				this.linked.put(name, descriptor);
				return descriptor;
			}
			catch (DescriptorValidationException ex) {
				throw new IllegalArgumentException(ex.getMessage(), ex);
			}
		}

	}

}
