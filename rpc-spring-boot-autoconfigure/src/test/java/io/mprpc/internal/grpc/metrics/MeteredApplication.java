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

package io.mprpc.internal.grpc.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RegistryStatistics;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.DemoUsers;
import io.mprpc.testing.InMemoryRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application that provides the demo's users and finds them in a registry in memory.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(DemoUsers.class)
public class MeteredApplication {

	/** The service that it provides. */
	public static final ServiceName USERS = new ServiceName("demo.UserService");

	/** Everything that makes all of its meters appear. */
	public static final String[] PROPERTIES = { "spring.application.name=demo", "rpc.server.advertised-host=127.0.0.1",
			"rpc.access-log.server.enabled=true", "logging.level.mprpc.access=OFF",
			"rpc.server.drain.quiet-period=0s" };

	@Bean
	InMemoryRegistry registry() {
		return new InMemoryRegistry();
	}

	@Bean
	ChangingConnection connection() {
		return new ChangingConnection();
	}

	/** Nobody to report to. */
	@Bean
	AnnouncedServers announcedServers() {
		return new AnnouncedServers() {

			@Override
			public List<AnnouncedServer> servers() {
				return List.of();
			}

			@Override
			public Subscription onChange(Runnable listener) {
				return () -> {
				};
			}

		};
	}

	@Bean
	Applied applied() {
		return new Applied();
	}

	@Bean
	RegistryStatistics statistics(InMemoryRegistry registry, Applied applied) {
		return new RegistryStatistics() {

			@Override
			public long sessions() {
				return 2;
			}

			@Override
			public long disconnections() {
				return 3;
			}

			@Override
			public long events() {
				return 4;
			}

			@Override
			public long registrations() {
				return 5;
			}

			@Override
			public long repairs() {
				return 6;
			}

			@Override
			public long unreadable() {
				return 7;
			}

			@Override
			public List<InstancePublisher.Publication> publications() {
				return List.of();
			}

			@Override
			public List<ServiceView> views() {
				return List.of(registry.view(USERS));
			}

			@Override
			public ServiceView view(ServiceName service) {
				return views().stream()
					.filter((view) -> view.service().equals(service))
					.findFirst()
					.orElseGet(() -> ServiceView.loading(service));
			}

			@Override
			public Subscription onApplied(Consumer<Duration> listener) {
				applied.listeners.add(listener);
				return () -> applied.listeners.remove(listener);
			}

		};
	}

	/**
	 * Says that changes have been applied.
	 */
	public static final class Applied {

		private final List<Consumer<Duration>> listeners = new CopyOnWriteArrayList<>();

		/**
		 * Says that a change has been applied.
		 * @param after time since its commit
		 */
		public void tell(Duration after) {
			this.listeners.forEach((listener) -> listener.accept(after));
		}

	}

	/**
	 * A connection whose state a test sets.
	 */
	public static final class ChangingConnection implements RegistryConnection {

		private volatile State state = State.CONNECTED;

		private volatile @Nullable String problem;

		/**
		 * Sets the state.
		 * @param newState the state
		 */
		public void become(State newState) {
			this.state = newState;
		}

		/**
		 * Sets the problem.
		 * @param newProblem the problem
		 */
		public void fail(String newProblem) {
			this.problem = newProblem;
		}

		@Override
		public @Nullable String problem() {
			return this.problem;
		}

		@Override
		public String address() {
			return "zk.example:2181";
		}

		@Override
		public String namespace() {
			return "test";
		}

		@Override
		public State state() {
			return this.state;
		}

		@Override
		public String sessionId() {
			return "0x1";
		}

		@Override
		public boolean awaitConnected(Duration atMost) {
			return this.state == State.CONNECTED;
		}

		@Override
		public Subscription onStateChange(Consumer<State> listener) {
			return () -> {
			};
		}

	}

}
