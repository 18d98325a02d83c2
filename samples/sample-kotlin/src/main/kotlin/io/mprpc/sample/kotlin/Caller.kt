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

import io.mprpc.RpcReference
import io.mprpc.sample.kotlin.api.GreetRequest
import io.mprpc.sample.kotlin.api.GreeterGrpcKt.GreeterCoroutineStub
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import org.springframework.stereotype.Component

@Component
class Caller(@RpcReference private val greeter: GreeterCoroutineStub) {

	suspend fun greet(name: String): String = greeter.greet(request(name)).text

	suspend fun greetAll(name: String): List<String> = greeter.greetAll(request(name)).map { it.text }.toList()

	private fun request(name: String) = GreetRequest.newBuilder().setName(name).build()

}
