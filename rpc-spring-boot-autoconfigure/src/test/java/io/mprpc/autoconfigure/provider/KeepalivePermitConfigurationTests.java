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

package io.mprpc.autoconfigure.provider;

import java.util.concurrent.TimeUnit;

import io.grpc.ServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.ServerBuilderCustomizer;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link KeepalivePermitConfiguration}.
 */
class KeepalivePermitConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(KeepalivePermitConfiguration.class, Properties.class);

	private final NettyServerBuilder builder = mock(NettyServerBuilder.class);

	@Test
	void permitsWhatOurConsumersDo() {
		this.runner.run((context) -> {
			customize(context, this.builder);
			then(this.builder).should().permitKeepAliveTime(TimeUnit.SECONDS.toNanos(5), TimeUnit.NANOSECONDS);
		});
	}

	@Test
	void takesAnotherTime() {
		this.runner.withPropertyValues("rpc.server.keepalive.permit-time=1m").run((context) -> {
			customize(context, this.builder);
			then(this.builder).should().permitKeepAliveTime(TimeUnit.MINUTES.toNanos(1), TimeUnit.NANOSECONDS);
		});
	}

	@Test
	void leavesWhatTheUserTellsSpringBoot() {
		this.runner.withPropertyValues("spring.grpc.server.keepalive.permit.time=10m").run((context) -> {
			customize(context, this.builder);
			then(this.builder).should(never()).permitKeepAliveTime(anyLong(), any());
		});
	}

	@Test
	void leavesAServerWithoutANetworkAlone() {
		this.runner.run((context) -> {
			ServerBuilder<?> other = mock(ServerBuilder.class);
			customize(context, other);
			then(other).should(never()).permitKeepAliveTime(anyLong(), any());
		});
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static void customize(ApplicationContext context, ServerBuilder<?> builder) {
		((ServerBuilderCustomizer) context.getBean(ServerBuilderCustomizer.class)).customize(builder);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(RpcServerProperties.class)
	static class Properties {

	}

}
