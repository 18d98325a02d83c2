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

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;

import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * Recording of this process's CPU time and allocations with the JDK's Flight Recorder.
 */
final class Profile {

	private static final Duration SAMPLING = Duration.ofMillis(10);

	private Recording recording;

	String start() throws IOException, ParseException {
		this.recording = new Recording(Configuration.getConfiguration("profile"));
		this.recording.enable("jdk.ExecutionSample").withPeriod(SAMPLING);
		this.recording.enable("jdk.NativeMethodSample").withPeriod(SAMPLING);
		this.recording.enable("jdk.ObjectAllocationSample").with("throttle", "2000/s");
		this.recording.start();
		return "recording=true";
	}

	String stop(String file) throws IOException {
		this.recording.stop();
		this.recording.dump(Path.of(file));
		this.recording.close();
		return "file=" + file;
	}

}
