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

import io.mprpc.benchmarks.EchoClient;
import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.load.Caller;
import io.mprpc.benchmarks.load.ClosedLoop;

/**
 * A process that runs a contender's client: {@code <class> name=value...}. It reports
 * readiness after its first successful call.
 */
public final class ClientMain {

	private ClientMain() {
	}

	public static void main(String[] args) throws Exception {
		ChildProtocol conversation = new ChildProtocol();
		EchoClient client = (EchoClient) Class.forName(args[0]).getDeclaredConstructor().newInstance();
		client.start(Settings.of(Arrays.copyOfRange(args, 1, args.length)));
		FirstCall.await(client);
		conversation.say("ready=true");
		Caller caller = new Caller(client);
		Profile profile = new Profile();
		conversation.listen((question, arguments) -> switch (question) {
			case "measure" -> new ClosedLoop(client.prepare(arguments.getInt("payload")), arguments.getInt("payload"))
				.run(arguments.getInt("callers"), arguments.getInt("millis"))
				.toLine();
			case "instances" -> FirstCall.awaitInstances(client, arguments.getInt("count"));
			case "watch" -> caller.start(arguments.getInt("threads"), arguments.getInt("micros"));
			case "rest" -> caller.rest();
			case "seen" -> caller.firstSeen(arguments.get("instance"));
			case "forget" -> caller.forget(arguments.get("instance"));
			case "outcome" -> caller.outcome();
			case "memory" -> Memory.afterCollection();
			case "record" -> profile.start();
			case "dump" -> profile.stop(arguments.get("file"));
			default -> throw new IllegalArgumentException(question);
		});
		System.exit(0);
	}

}
