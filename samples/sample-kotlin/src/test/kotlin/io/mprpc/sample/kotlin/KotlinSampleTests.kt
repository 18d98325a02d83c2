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

import io.grpc.StatusException
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.springframework.beans.factory.getBean
import org.springframework.boot.runApplication
import org.springframework.boot.test.system.CapturedOutput
import org.springframework.boot.test.system.OutputCaptureExtension

@ExtendWith(OutputCaptureExtension::class)
class KotlinSampleTests {

	@Test
	fun `coroutines call coroutines over the registry`(output: CapturedOutput) {
		main(emptyArray())
		assertThat(output).contains("One greeting: Hello, zhang san")
			.contains("All greetings: [Hello, zhang san, Bonjour, zhang san, 你好, zhang san]")
	}

	@Test
	fun `an exception of a coroutine is in the log of the provider`(output: CapturedOutput) {
		runApplication<KotlinSample>().use { context ->
			val failure = runCatching { runBlocking { context.getBean<Caller>().greet("") } }.exceptionOrNull()
			assertThat(failure).isInstanceOf(StatusException::class.java)
		}
		assertThat(output).containsOnlyOnce("Unhandled exception in sample.Greeter/Greet, answered with UNKNOWN")
			.contains("java.lang.IllegalStateException: There is nobody to greet")
	}

}
