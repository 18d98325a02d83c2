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

package io.mprpc.autoconfigure.observability;

import java.util.concurrent.ThreadLocalRandom;

import io.mprpc.internal.grpc.accesslog.AccessLog;
import io.mprpc.internal.grpc.accesslog.AccessLogQueue;
import io.mprpc.internal.grpc.accesslog.ClientAccessLog;
import io.mprpc.internal.grpc.accesslog.ServerAccessLog;
import io.mprpc.internal.grpc.accesslog.TraceIdSource;
import io.mprpc.internal.grpc.accesslog.logback.LogbackAccessLog;
import io.mprpc.internal.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * One line per call, on the server, the client, or both.
 *
 * @since 0.1
 */
@AutoConfiguration(
		afterName = { "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
@Conditional(RpcAccessLogAutoConfiguration.AnySide.class)
@EnableConfigurationProperties(RpcAccessLogProperties.class)
public final class RpcAccessLogAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(RpcAccessLogAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	AccessLog rpcAccessLog(RpcAccessLogProperties properties, ObjectProvider<AccessLogQueue> queue) {
		if (properties.getFile().getName() != null && queue.getIfAvailable() == null) {
			logger.warn(
					"rpc.access-log.file.name has no effect: it needs Logback. "
							+ "Lines go to the logger '{}' of {} instead.",
					AccessLog.LOGGER, LoggerFactory.getILoggerFactory());
		}
		return new AccessLog(properties.toSettings(), () -> ThreadLocalRandom.current().nextLong());
	}

	/**
	 * The calls that are served.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("rpc.access-log.server.enabled")
	static class ServerConfiguration {

		@Bean
		ServerAccessLog rpcServerAccessLog(AccessLog log) {
			return new ServerAccessLog(log, TimeSource.system());
		}

	}

	/**
	 * The calls that are made.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("rpc.access-log.client.enabled")
	static class ClientConfiguration {

		@Bean
		ClientAccessLog rpcClientAccessLog(AccessLog log, ObjectProvider<TraceIdSource> traceId) {
			return new ClientAccessLog(log, traceId.getIfAvailable(() -> () -> null), TimeSource.system());
		}

	}

	/**
	 * The queue and the files, where Logback logs.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnLogbackCondition.class)
	static class LogbackConfiguration {

		@Bean
		LogbackAccessLog rpcAccessLogQueue(RpcAccessLogProperties properties) {
			if (properties.getQueueSize() < 1) {
				throw RpcAccessLogProperties.invalid("queue-size", properties.getQueueSize(), "Must be positive.");
			}
			return new AccessLogFiles(properties).attach(properties.getQueueSize());
		}

	}

	/**
	 * Condition that matches where at least one side is written.
	 */
	static class AnySide extends AnyNestedCondition {

		AnySide() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBooleanProperty("rpc.access-log.server.enabled")
		static class OnServer {

		}

		@ConditionalOnBooleanProperty("rpc.access-log.client.enabled")
		static class OnClient {

		}

	}

}
