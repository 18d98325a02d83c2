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

import java.util.HashSet;
import java.util.Set;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;

/**
 * Generates an example request with every field.
 */
final class ExampleRequest {

	private static final int DEEPEST = 4;

	private static final int MOST_FIELDS = 500;

	// Types without a JSON form while they are empty.
	private static final Set<String> LEFT_OUT = Set.of("google.protobuf.Any", "google.protobuf.Value",
			"google.protobuf.ListValue");

	private int fields;

	static String json(Descriptor type, TypeRegistry types) {
		DynamicMessage message = new ExampleRequest().message(type, 0);
		try {
			return JsonFormat.printer().usingTypeRegistry(types).alwaysPrintFieldsWithNoPresence().print(message);
		}
		catch (InvalidProtocolBufferException ex) {
			return "{}";
		}
	}

	private DynamicMessage message(Descriptor type, int depth) {
		DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
		Set<OneofDescriptor> chosen = new HashSet<>();
		for (FieldDescriptor field : type.getFields()) {
			OneofDescriptor choice = field.getRealContainingOneof();
			if (!field.isMapField() && ++this.fields <= MOST_FIELDS && (choice == null || chosen.add(choice))) {
				fill(message, field, depth);
			}
		}
		return message.build();
	}

	private void fill(DynamicMessage.Builder message, FieldDescriptor field, int depth) {
		if (field.getJavaType() == JavaType.MESSAGE) {
			if (depth == DEEPEST || LEFT_OUT.contains(field.getMessageType().getFullName())) {
				return;
			}
			DynamicMessage value = message(field.getMessageType(), depth + 1);
			if (field.isRepeated()) {
				message.addRepeatedField(field, value);
			}
			else {
				message.setField(field, value);
			}
		}
		else if (field.isRepeated()) {
			message.addRepeatedField(field, scalar(field));
		}
		else {
			message.setField(field, field.getDefaultValue());
		}
	}

	private static Object scalar(FieldDescriptor field) {
		return switch (field.getJavaType()) {
			case INT -> 0;
			case LONG -> 0L;
			case FLOAT -> 0f;
			case DOUBLE -> 0d;
			case BOOLEAN -> false;
			case STRING -> "";
			case BYTE_STRING -> ByteString.EMPTY;
			case ENUM -> field.getEnumType().getValues().get(0);
			case MESSAGE -> throw new IllegalArgumentException(field.getFullName() + " is not a scalar");
		};
	}

}
