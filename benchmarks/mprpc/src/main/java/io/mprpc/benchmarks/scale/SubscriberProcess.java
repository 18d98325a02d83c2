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
package io.mprpc.benchmarks.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;
import org.HdrHistogram.Histogram;

/**
 * Process with consumers that follow the fleet, each with a session of its own.
 */
public class SubscriberProcess implements EchoServer {

	private final List<Subscriber> subscribers = new ArrayList<>();

	private CountingProxy proxy;

	@Override
	public String start(Settings settings) throws IOException {
		this.proxy = new CountingProxy(settings.get(Settings.REGISTRY));
		return this.proxy.address();
	}

	@Override
	public String answer(String question, Settings arguments) throws Exception {
		return switch (question) {
			case "subscribe" ->
				subscribe(arguments.getInt("count"), arguments.getInt("expect"), arguments.getInt("at-once", 1));
			case "await" -> await(arguments.getInt("expect"), arguments.getLong("since"));
			case "bytes" -> "in=" + this.proxy.received() + " out=" + this.proxy.sent();
			case "unsubscribe" -> unsubscribe();
			default -> EchoServer.super.answer(question, arguments);
		};
	}

	/**
	 * Starts the consumers in groups, as in a rollout: the time of a view is measured
	 * with another consumer.
	 */
	private String subscribe(int count, int expected, int atOnce) throws InterruptedException {
		Histogram histogram = new Histogram(3);
		for (int i = 0; i < count; i += atOnce) {
			List<Subscriber> fresh = new ArrayList<>();
			for (int j = i; j < Math.min(count, i + atOnce); j++) {
				fresh.add(new Subscriber(this.proxy.address()));
			}
			this.subscribers.addAll(fresh);
			for (Subscriber subscriber : fresh) {
				histogram.recordValue(subscriber.awaitFirst(expected));
			}
		}
		return result(histogram);
	}

	private String await(int expected, long since) throws InterruptedException {
		Histogram histogram = new Histogram(3);
		for (Subscriber subscriber : this.subscribers) {
			histogram.recordValue(Math.max(0, subscriber.await(expected) - since));
		}
		return result(histogram);
	}

	private String unsubscribe() {
		int count = this.subscribers.size();
		this.subscribers.forEach(Subscriber::close);
		this.subscribers.clear();
		return "closed=" + count;
	}

	private static String result(Histogram micros) {
		return String.format(Locale.ROOT, "median=%d max=%d", micros.getValueAtPercentile(50), micros.getMaxValue());
	}

	@Override
	public void close() {
		unsubscribe();
		this.proxy.close();
	}

}
