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

package io.mprpc.registryserver.traffic.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.mprpc.registry.Subscription;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChangeNotifier}.
 */
class ChangeNotifierTests {

	private final FakeClock clock = new FakeClock();

	private final List<Long> called = new ArrayList<>();

	private final ChangeNotifier notifier = new ChangeNotifier(this.clock.timer(), this.clock, () -> {
	});

	private final Subscription subscription = this.notifier
		.listen(() -> this.called.add(Duration.between(FakeClock.START, this.clock.instant()).toMillis()));

	@Test
	void theFirstChangeIsToldAtOnceAndOthersOnceASecond() {
		for (int i = 0; i < 25; i++) {
			this.notifier.changed(false);
			forward(100);
		}
		assertThat(this.called).containsExactly(0L, 1000L, 2000L);
		forward(1000);
		assertThat(this.called).as("the last change").hasSize(4);
	}

	@Test
	void anUrgentChangeDoesNotWaitForASecond() {
		this.notifier.changed(false);
		forward(100);
		this.notifier.changed(false);
		this.notifier.changed(true);
		forward(900);
		assertThat(this.called).containsExactly(0L, 250L);
		forward(5000);
		assertThat(this.called).hasSize(2);
	}

	@Test
	void aFailingListenerDoesNotStopTheOthers() {
		this.subscription.close();
		this.notifier.listen(() -> {
			throw new IllegalStateException("A listener that fails, for this test");
		});
		this.notifier.listen(() -> this.called.add(1L));
		this.notifier.changed(false);
		forward(0);
		assertThat(this.called).containsExactly(1L);
	}

	private void forward(long millis) {
		this.clock.forward(Duration.ofMillis(millis));
	}

}
