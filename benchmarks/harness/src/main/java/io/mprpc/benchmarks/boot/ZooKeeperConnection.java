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
package io.mprpc.benchmarks.boot;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Minimum cost of an application that uses ZooKeeper: a connection and a session.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${benchmarks.registry}'.isEmpty()")
class ZooKeeperConnection {

	@Bean(initMethod = "blockUntilConnected", destroyMethod = "close")
	CuratorFramework curator(@Value("${benchmarks.registry}") String registry) {
		CuratorFramework curator = CuratorFrameworkFactory.newClient(registry, new RetryOneTime(1000));
		curator.start();
		return curator;
	}

}
