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
package io.mprpc.benchmarks.process;

import java.util.Arrays;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.load.Allocation;

/**
 * A process that runs a contender's server: {@code <class> name=value...}.
 */
public final class ServerMain {

	private ServerMain() {
	}

	public static void main(String[] args) throws Exception {
		ChildProtocol conversation = new ChildProtocol();
		EchoServer server = (EchoServer) Class.forName(args[0]).getDeclaredConstructor().newInstance();
		Settings settings = Settings.of(Arrays.copyOfRange(args, 1, args.length));
		String addresses = server.start(settings);
		conversation.say("addresses=" + addresses);
		Profile profile = new Profile();
		conversation.listen((question, arguments) -> switch (question) {
			case "allocated" -> "bytes=" + Allocation.ofAllThreads();
			case "memory" -> Memory.afterCollection();
			case "record" -> profile.start();
			case "dump" -> profile.stop(arguments.get("file"));
			default -> server.answer(question, arguments);
		});
		System.exit(0);
	}

}
