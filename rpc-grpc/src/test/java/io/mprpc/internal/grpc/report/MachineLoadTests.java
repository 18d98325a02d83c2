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

package io.mprpc.internal.grpc.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.mprpc.reports.v1.Load;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MachineLoad} and {@link DiskSpace}.
 */
class MachineLoadTests {

	private final FakeClock clock = new FakeClock();

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	@Test
	void aSampleHoldsWhatThisMachineKnows() {
		MachineLoad machine = MachineLoad.loads(Runnable::run, this.clock).get();
		System.gc();
		// More than a processor can have worked since the start.
		this.clock.forward(Duration.ofDays(1));
		Load load = machine.sample();
		assertThat(load.getProcessors()).isEqualTo(Runtime.getRuntime().availableProcessors());
		assertThat(load.getThreads()).isPositive();
		assertThat(load.getHeapUsed()).isBetween(1L, load.getHeapMax());
		assertThat(load.getHeapAfterCollection()).isBetween(1L, load.getHeapMax());
		assertThat(load.getProcessCpu()).isGreaterThan(0).isLessThan(0.1f);
		assertThat(load.getCollectionShare()).isGreaterThan(0).isLessThan(0.1f);
		assertThat(load.getDiskFree()).isBetween(0L, load.getDiskTotal());
		assertThat(load.getDiskTotal()).isPositive();
		assertThat(load.getOpenFiles()).isBetween(1L, load.getMaxOpenFiles());
	}

	@Test
	void sharesAreSinceTheLastSample() {
		MachineLoad machine = MachineLoad.loads(Runnable::run, this.clock).get();
		Load immediately = machine.sample();
		assertThat(immediately.hasProcessCpu()).as("no time has passed").isFalse();
		assertThat(immediately.hasCollectionShare()).isFalse();
		System.gc();
		this.clock.forward(Duration.ofNanos(1));
		assertThat(machine.sample().getProcessCpu()).as("never more than all").isEqualTo(1);
	}

	@Test
	void aDiskThatDoesNotAnswerHoldsUpNothing() {
		DiskSpace disk = new DiskSpace(this.tasks::add, this.clock);
		assertThat(added(disk).hasDiskTotal()).as("not known yet").isFalse();
		this.clock.forward(Duration.ofHours(1));
		added(disk);
		assertThat(this.tasks).as("one look at a time").hasSize(1);
		this.tasks.remove().run();
		assertThat(added(disk).getDiskTotal()).isPositive();
		assertThat(this.tasks).as("not again right away").isEmpty();
		this.clock.forward(Duration.ofNanos(DiskSpace.INTERVAL));
		assertThat(added(disk).getDiskTotal()).isPositive();
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void loadsShareOneLookAtADiskThatDoesNotAnswer() {
		Supplier<MachineLoad> loads = MachineLoad.loads(this.tasks::add, this.clock);
		assertThat(this.tasks).as("nobody needs it yet").isEmpty();
		for (int i = 0; i < 3; i++) {
			loads.get().sample();
			this.clock.forward(Duration.ofHours(1));
		}
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void theDiskIsLookedAtOnAThreadThatEnds() throws Exception {
		CompletableFuture<Thread> looked = new CompletableFuture<>();
		DiskSpace.onThread(() -> looked.complete(Thread.currentThread()));
		Thread thread = looked.get(30, TimeUnit.SECONDS);
		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread).isNotSameAs(Thread.currentThread());
		thread.join(30_000);
		assertThat(thread.isAlive()).isFalse();
	}

	@Test
	void anExecutorThatIsClosedIsNoError() {
		Executor closed = (task) -> {
			throw new RejectedExecutionException();
		};
		assertThat(added(new DiskSpace(closed, this.clock)).hasDiskTotal()).isFalse();
	}

	private static Load added(DiskSpace disk) {
		Load.Builder load = Load.newBuilder();
		disk.addTo(load);
		return load.build();
	}

}
