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

package io.mprpc.internal.cloud;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HeartbeatPublisherTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final List<Object> beats = new CopyOnWriteArrayList<>();

	private HeartbeatPublisher publisher;

	@AfterEach
	void stop() {
		this.publisher.stop();
	}

	@Test
	void beatFollowsEachChangeAndCountsUp() {
		start((event) -> this.beats.add(((HeartbeatEvent) event).getValue()), Duration.ZERO);
		change(1);
		await().atMost(LIMIT).until(() -> !this.beats.isEmpty());
		// One change may make more than one beat when nothing is gathered.
		int before = this.beats.size();
		change(2);
		await().atMost(LIMIT).until(() -> this.beats.size() > before);
		assertThat(this.beats).first().isEqualTo(1L);
		assertThat(this.beats).doesNotHaveDuplicates();
	}

	@Test
	void changesWhileListenersAreBusyMakeOneBeat() {
		CountDownLatch busy = new CountDownLatch(1);
		start((event) -> {
			this.beats.add(((HeartbeatEvent) event).getValue());
			try {
				assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, Duration.ZERO);
		change(1);
		await().atMost(LIMIT).until(() -> this.beats.size() == 1);
		for (int i = 2; i < 100; i++) {
			change(i);
		}
		busy.countDown();
		await().atMost(LIMIT).until(() -> this.beats.size() >= 2);
		// Far fewer than a hundred: at most one for each of the two directories more.
		await().during(Duration.ofMillis(200)).atMost(LIMIT).until(() -> this.beats.size() <= 3);
	}

	@Test
	void listenerThatFailsDoesNotEndTheBeats() {
		start((event) -> {
			this.beats.add(((HeartbeatEvent) event).getValue());
			throw new IllegalStateException("expected");
		}, Duration.ZERO);
		change(1);
		await().atMost(LIMIT).until(() -> !this.beats.isEmpty());
		// One change may make more than one beat when nothing is gathered.
		int before = this.beats.size();
		change(2);
		await().atMost(LIMIT).until(() -> this.beats.size() > before);
	}

	@Test
	void stoppedPublisherLetsGoOfTheRegistryAndCanStartAgain() {
		start((event) -> this.beats.add(((HeartbeatEvent) event).getValue()), Duration.ZERO);
		assertThat(this.publisher.isRunning()).isTrue();
		assertThat(this.registry.listenerCount()).isEqualTo(2);
		this.publisher.stop();
		assertThat(this.publisher.isRunning()).isFalse();
		assertThat(this.registry.listenerCount()).isZero();
		this.publisher.start();
		change(1);
		await().atMost(LIMIT).until(() -> !this.beats.isEmpty());
	}

	private void start(ApplicationEventPublisher events, Duration window) {
		this.publisher = new HeartbeatPublisher(this.registry, this.registry, new ApplicationEventPublisher() {

			@Override
			public void publishEvent(Object event) {
				events.publishEvent(event);
			}

		}, window);
		this.publisher.start();
	}

	private void change(int i) {
		this.registry.put("demo.UserService", "10.0.0.1:" + i, "Login");
	}

}
