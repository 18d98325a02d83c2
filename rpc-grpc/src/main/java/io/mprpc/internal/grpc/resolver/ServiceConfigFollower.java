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

package io.mprpc.internal.grpc.resolver;

import java.util.Map;

import io.grpc.NameResolver;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.SynchronizationContext;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.grpc.client.ServiceConfigSource;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel's latest valid service config, parsed once per change. One that is not valid
 * is reported and the one before it stays: by itself, gRPC would go back to the config
 * that the channel was built with. Runs in the channel's synchronization context.
 */
final class ServiceConfigFollower {

	private static final Logger logger = LoggerFactory.getLogger(ServiceConfigFollower.class);

	private final RpcTarget target;

	private final ServiceConfigSource source;

	private final NameResolver.ServiceConfigParser parser;

	private final SynchronizationContext synchronization;

	private @Nullable Subscription subscription;

	private @Nullable Map<String, ?> read;

	private @Nullable ConfigOrError valid;

	/**
	 * Creates a follower that does not follow yet.
	 * @param target target of the channel, for messages
	 * @param source source of the config
	 * @param parser parses it for the channel
	 * @param synchronization synchronization context of the channel
	 */
	ServiceConfigFollower(RpcTarget target, ServiceConfigSource source, NameResolver.ServiceConfigParser parser,
			SynchronizationContext synchronization) {
		this.target = target;
		this.source = source;
		this.parser = parser;
		this.synchronization = synchronization;
	}

	/**
	 * Reads the config and follows it.
	 * @param onChange called when another one is there
	 */
	void start(Runnable onChange) {
		this.subscription = this.source.subscribe(() -> this.synchronization.execute(() -> {
			if (this.subscription != null && read()) {
				onChange.run();
			}
		}));
		read();
	}

	void shutdown() {
		if (this.subscription != null) {
			this.subscription.close();
			this.subscription = null;
		}
	}

	/**
	 * The latest valid config.
	 * @return the config as the channel parsed it, {@code null} if none was valid yet
	 */
	@Nullable ConfigOrError latest() {
		return this.valid;
	}

	private boolean read() {
		Map<String, ?> present = this.source.serviceConfig();
		if (present == this.read) {
			return false;
		}
		this.read = present;
		ConfigOrError parsed = this.parser.parseServiceConfig(present);
		if (parsed.getError() != null) {
			logger.warn("Service config of {} is not valid, {}: {}", this.target,
					(this.valid != null) ? "the one before it stays" : "that of its channel stays",
					parsed.getError().getDescription());
			return false;
		}
		this.valid = parsed;
		return true;
	}

}
