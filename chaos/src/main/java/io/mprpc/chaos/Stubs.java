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

package io.mprpc.chaos;

import io.mprpc.RpcReference;
import io.mprpc.chaos.api.ReactorTargetGrpc;
import io.mprpc.chaos.api.TargetGrpc;
import io.mprpc.chaos.api.TargetGrpcKt;

/**
 * All kinds of stubs.
 *
 * @param blocking blocking, with unchecked exceptions
 * @param blockingV2 blocking, with checked exceptions
 * @param future future
 * @param async callbacks
 * @param reactor Reactor
 * @param coroutine Kotlin coroutines
 */
record Stubs(@RpcReference TargetGrpc.TargetBlockingStub blocking,
		@RpcReference TargetGrpc.TargetBlockingV2Stub blockingV2, @RpcReference TargetGrpc.TargetFutureStub future,
		@RpcReference TargetGrpc.TargetStub async, @RpcReference ReactorTargetGrpc.ReactorTargetStub reactor,
		@RpcReference TargetGrpcKt.TargetCoroutineStub coroutine) {

}
