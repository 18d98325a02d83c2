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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Formats results as a Markdown table.
 */
record Table(List<Result> results, Options options) {

	String markdown() {
		StringBuilder text = new StringBuilder();
		text.append("\nAt ").append(this.options.rate()).append(" calls/s, ").append(this.options.providers());
		text.append(" providers\n\n");
		text.append("| event | calls | idempotent failed | other failed | kept | details |\n");
		text.append("| --- | --- | --- | --- | --- | --- |\n");
		for (Result result : this.results) {
			MeasuredInterval interval = result.interval();
			text.append("| ").append(result.event());
			text.append(" | ").append(interval.calls());
			text.append(" | ").append(interval.failed(CallKind.READ));
			text.append(" | ").append(interval.failed(CallKind.WRITE, CallKind.STREAM));
			text.append(" | ").append(result.kept() ? "yes" : "NO");
			text.append(" | ").append(result.note()).append(" |\n");
		}
		String failures = this.results.stream()
			.filter((result) -> !result.interval().failures().isEmpty())
			.map(Table::failures)
			.collect(Collectors.joining());
		return failures.isEmpty() ? text.toString() : text.append("\nCalls that failed:\n").append(failures).toString();
	}

	private static String failures(Result result) {
		StringBuilder text = new StringBuilder();
		result.interval()
			.failures()
			.stream()
			.collect(Collectors.groupingBy(
					(failure) -> failure.kind() + " " + failure.code() + " " + shortened(failure.description()),
					Collectors.counting()))
			.forEach((what, count) -> text.append("- ")
				.append(result.row())
				.append(": ")
				.append(count)
				.append(" x ")
				.append(what)
				.append('\n'));
		return text.toString();
	}

	private static String shortened(String description) {
		String line = description.replaceAll("\\d+", "#").replace('\n', ' ');
		return (line.length() > 200) ? line.substring(0, 200) + "..." : line;
	}

	void write() throws IOException {
		if (!this.options.out().isEmpty()) {
			Files.writeString(Path.of(this.options.out()), markdown());
		}
	}

}
