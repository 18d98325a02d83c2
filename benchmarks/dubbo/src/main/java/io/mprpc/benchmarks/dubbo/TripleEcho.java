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
package io.mprpc.benchmarks.dubbo;

import com.google.protobuf.ByteString;
import io.mprpc.benchmarks.proto.DubboEchoServiceTriple;
import io.mprpc.benchmarks.proto.EchoMessage;

/**
 * The service as users of Triple write it.
 */
final class TripleEcho extends DubboEchoServiceTriple.EchoServiceImplBase {

	private final EchoMessage name;

	TripleEcho(String name) {
		this.name = EchoMessage.newBuilder().setPayload(ByteString.copyFromUtf8(name)).build();
	}

	@Override
	public EchoMessage echo(EchoMessage request) {
		return request;
	}

	@Override
	public EchoMessage who(EchoMessage request) {
		return this.name;
	}

}
