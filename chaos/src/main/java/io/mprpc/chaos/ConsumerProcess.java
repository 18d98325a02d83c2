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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Consumer under load. Reads commands from standard input: {@code mark} ends an interval
 * and prints the results of its calls, {@code peek} prints without ending it,
 * {@code stop} ends the process.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Stubs.class)
class ConsumerProcess {

	static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = SpringApplication.run(ConsumerProcess.class, args);
		Load load = context.getBean(Load.class);
		load.start();
		System.out.println(Child.PROTOCOL + "READY");
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String command = commands.readLine();
		while (command != null && !command.equals("stop")) {
			Tally tally = command.equals("mark") ? load.mark() : load.current();
			System.out.println(Child.PROTOCOL + tally.toJson());
			command = commands.readLine();
		}
		context.close();
		System.exit(0);
	}

	@Bean(destroyMethod = "stop")
	Load load(Stubs stubs, @Value("${chaos.rate}") int rate) {
		return new Load(stubs, rate);
	}

}
