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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Entry point of every process of the harness: the first argument says which.
 *
 * @since 0.1
 */
public final class Chaos {

	private Chaos() {
	}

	/**
	 * Runs the harness, or one of its child processes.
	 * @param args {@code provider}, {@code foreign}, {@code consumer} or {@code registry}
	 * with their options; otherwise {@code [--rate=N] [--out=FILE] [row ...]}
	 * @throws Exception if the harness itself fails
	 */
	public static void main(String[] args) throws Exception {
		String role = (args.length > 0) ? args[0] : "";
		String[] rest = (args.length > 0) ? Arrays.copyOfRange(args, 1, args.length) : args;
		switch (role) {
			case "provider" -> ProviderProcess.main(rest);
			case "consumer" -> ConsumerProcess.main(rest);
			case "foreign" -> ForeignProcess.main(rest);
			case "registry" -> RegistryProcess.main(rest);
			default -> System.exit(harness(args));
		}
	}

	private static int harness(String[] args) throws IOException {
		Options options = Options.parse(args);
		List<Result> results = new Scenarios(options, Path.of(options.logs())).run();
		Table table = new Table(results, options);
		System.out.println(table.markdown());
		table.write();
		boolean kept = results.stream().allMatch(Result::kept);
		System.out.println(kept ? "All guarantees were kept." : "A GUARANTEE WAS VIOLATED: see the rows marked NO.");
		return kept ? 0 : 1;
	}

}
