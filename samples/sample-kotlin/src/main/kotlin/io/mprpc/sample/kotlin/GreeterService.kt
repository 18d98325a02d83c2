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
package io.mprpc.sample.kotlin

import io.mprpc.RpcService
import io.mprpc.sample.kotlin.api.GreetRequest
import io.mprpc.sample.kotlin.api.Greeting
import io.mprpc.sample.kotlin.api.GreeterGrpcKt.GreeterCoroutineImplBase
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.map

@RpcService
class GreeterService : GreeterCoroutineImplBase() {

	override suspend fun greet(request: GreetRequest): Greeting = greeting("Hello", request)

	override fun greetAll(request: GreetRequest): Flow<Greeting> =
		listOf("Hello", "Bonjour", "你好").asFlow().map { greeting(it, request) }

	private fun greeting(word: String, request: GreetRequest): Greeting {
		check(request.name.isNotBlank()) { "There is nobody to greet" }
		return Greeting.newBuilder().setText("$word, ${request.name}").build()
	}

}
