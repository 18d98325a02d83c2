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

import kotlinx.coroutines.runBlocking
import org.springframework.beans.factory.getBean
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication

/**
 * Registry, provider and consumer in one process: the calls still go over a socket, to an
 * address that was found in a real ZooKeeper.
 */
@SpringBootApplication
class KotlinSample

fun main(args: Array<String>) {
	runApplication<KotlinSample>(*args).use { context ->
		val caller = context.getBean<Caller>()
		runBlocking {
			println("One greeting: " + caller.greet("zhang san"))
			println("All greetings: " + caller.greetAll("zhang san"))
		}
	}
}
