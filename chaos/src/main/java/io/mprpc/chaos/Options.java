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

import java.util.ArrayList;
import java.util.List;

/**
 * Options of the harness.
 *
 * @param rate calls per second, over all kinds of calls and of stubs
 * @param providers number of providers to begin with
 * @param kills number of kills of the row {@code kill-9}
 * @param freezeSeconds duration of the row {@code sigstop}
 * @param awaySeconds downtime of ZooKeeper in the row {@code registry-away}
 * @param warmUpSeconds warm-up time of new instances
 * @param logs folder for the processes' logs and data
 * @param out file for the table, empty for none
 * @param rows the rows to run, empty for all
 */
record Options(int rate, int providers, int kills, int freezeSeconds, int awaySeconds, int warmUpSeconds, String logs,
		String out, List<String> rows) {

	static Options parse(String[] args) {
		int rate = 200;
		int providers = 3;
		int kills = 10;
		int freeze = 30;
		int away = 60;
		int warmUp = 60;
		String logs = "target/chaos";
		String out = "";
		List<String> rows = new ArrayList<>();
		for (String arg : args) {
			String value = arg.substring(arg.indexOf('=') + 1);
			if (arg.startsWith("--rate=")) {
				rate = Integer.parseInt(value);
			}
			else if (arg.startsWith("--providers=")) {
				providers = Integer.parseInt(value);
			}
			else if (arg.startsWith("--kills=")) {
				kills = Integer.parseInt(value);
			}
			else if (arg.startsWith("--freeze=")) {
				freeze = Integer.parseInt(value);
			}
			else if (arg.startsWith("--away=")) {
				away = Integer.parseInt(value);
			}
			else if (arg.startsWith("--warm-up=")) {
				warmUp = Integer.parseInt(value);
			}
			else if (arg.startsWith("--logs=")) {
				logs = value;
			}
			else if (arg.startsWith("--out=")) {
				out = value;
			}
			else if (arg.startsWith("--")) {
				throw new IllegalArgumentException("Unknown option " + arg
						+ ": known are --rate, --providers, --kills, --freeze, --away, --warm-up, --logs, --out");
			}
			else {
				rows.add(arg);
			}
		}
		return new Options(rate, providers, kills, freeze, away, warmUp, logs, out, List.copyOf(rows));
	}

	Options withProviders(int number) {
		return new Options(this.rate, number, this.kills, this.freezeSeconds, this.awaySeconds, this.warmUpSeconds,
				this.logs, this.out, this.rows);
	}

	boolean wants(String row) {
		return this.rows.isEmpty() || this.rows.contains(row);
	}

}
