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
package io.mprpc.chaos

import io.mprpc.chaos.api.Request
import io.mprpc.chaos.api.TargetGrpcKt.TargetCoroutineStub
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.last
import kotlinx.coroutines.future.future

/**
 * Calls as a caller in Kotlin makes them, each in a coroutine. What they give is the port
 * of the instance that answered.
 */
class CoroutineCalls(private val target: TargetCoroutineStub) {

	// One call that fails does not end the others.
	private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

	fun read(request: Request): CompletableFuture<Int> = scope.future { target.read(request).port }

	fun write(request: Request): CompletableFuture<Int> = scope.future { target.write(request).port }

	fun stream(request: Request): CompletableFuture<Int> = scope.future { target.stream(request).last().port }

}
