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

package io.mprpc.internal.grpc.report.stream;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.time.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ReportThreadTests {

	private final ReportThread thread = new ReportThread(TimeSource.system(), new Random());

	@AfterEach
	void close() {
		this.thread.close();
	}

	@Test
	void saysWhatWorkThrows(CapturedOutput output) throws Exception {
		this.thread.loop().execute(() -> {
			throw new NoClassDefFoundError("com/google/protobuf/Example");
		});
		this.thread.loop().submit(() -> {
		}).get();
		assertThat(output.getOut()).containsOnlyOnce("Reports to registry servers may be missing")
			.contains("com/google/protobuf/Example");
	}

	@Test
	void doesWhatIsDueBeforeItEndsAndNothingElse() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		this.thread.loop().execute(() -> {
			begun.countDown();
			awaitUninterrupted(closed);
		});
		begun.await();
		this.thread.loop().execute(done::countDown);
		this.thread.loop().schedule(done::countDown, 1, TimeUnit.DAYS);
		this.thread.close();
		closed.countDown();
		assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.thread.loop().awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(((ThreadPoolExecutor) this.thread.loop()).getQueue()).isEmpty();
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError("work is interrupted", ex);
		}
	}

}
