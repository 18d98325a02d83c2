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

package io.mprpc.internal.zookeeper.layout;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.apache.zookeeper.common.PathUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The paths are a contract: a change here is a change of the registry's format.
 */
class ZnodeLayoutTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private final ZnodeLayout layout = new ZnodeLayout("prod");

	@Test
	void pathsAreThoseOfTheContract() {
		Endpoint endpoint = new Endpoint("10.0.0.1", 9090);
		assertThat(this.layout.root()).isEqualTo("/mprpc/prod");
		assertThat(this.layout.services()).isEqualTo("/mprpc/prod/services");
		assertThat(this.layout.service(USERS)).isEqualTo("/mprpc/prod/services/demo.UserService");
		assertThat(this.layout.method(USERS, "Login")).isEqualTo("/mprpc/prod/services/demo.UserService/Login");
		assertThat(this.layout.instance(USERS, "Login", endpoint))
			.isEqualTo("/mprpc/prod/services/demo.UserService/Login/10.0.0.1:9090");
		assertThat(this.layout.metadata(USERS)).isEqualTo("/mprpc/prod/services/demo.UserService/.meta");
		assertThat(this.layout.metadata(USERS, endpoint))
			.isEqualTo("/mprpc/prod/services/demo.UserService/.meta/10.0.0.1:9090");
		assertThat(this.layout.consumers()).isEqualTo("/mprpc/prod/consumers");
		assertThat(this.layout.consumer(new ConsumerReference(USERS, "web", "10.0.0.2", 4711)))
			.isEqualTo("/mprpc/prod/consumers/demo.UserService/web@10.0.0.2:4711");
		assertThat(this.layout
			.consumer(new ConsumerReference(USERS, "web", "10.0.0.2", 1, "5ad0be1d-7f5e-4a3b-9d1c-1b7f0f0c2e11")))
			.isEqualTo("/mprpc/prod/consumers/demo.UserService/web@10.0.0.2:1:5ad0be1d-7f5e-4a3b-9d1c-1b7f0f0c2e11");
		assertThat(this.layout.applications()).isEqualTo("/mprpc/prod/applications");
		assertThat(this.layout.application("users", endpoint))
			.isEqualTo("/mprpc/prod/applications/users/10.0.0.1:9090");
		assertThat(this.layout.governance()).isEqualTo("/mprpc/prod/governance");
		assertThat(this.layout.governedServices()).isEqualTo("/mprpc/prod/governance/services");
		assertThat(this.layout.governedConsumers()).isEqualTo("/mprpc/prod/governance/consumers");
		assertThat(this.layout.governedService(USERS)).isEqualTo("/mprpc/prod/governance/services/demo.UserService");
	}

	@Test
	void everythingCanStandBelowAPath() {
		assertThat(new ZnodeLayout("/company/rpc", "prod").services()).isEqualTo("/company/rpc/mprpc/prod/services");
	}

	@ParameterizedTest
	@CsvSource({ "host.example,9090,host.example:9090", "::1,9090,[::1]:9090", "2001:db8::7,65535,[2001:db8::7]:65535",
			"fe80::1%eth0,1,[fe80::1%25eth0]:1" })
	void endpointsStandAsTheyAreWritten(String host, int port, String node) {
		Endpoint endpoint = new Endpoint(host, port);
		assertThat(ZnodeLayout.node(endpoint)).isEqualTo(node);
		assertThat(ZnodeLayout.endpoint(node)).isEqualTo(endpoint);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', value = { "plain plain", "a/b a%2Fb", ". %2E", ".. %2E.", ".meta %2Emeta", "a.b a.b",
			"100% 100%25", "%2F %252F", "é/ é%2F", "/é %2Fé", "grüße grüße", "用户服务 用户服务", "😀 %F0%9F%98%80" })
	void whatAZnodeCannotHoldIsEscaped(String name, String node) {
		assertThat(ZnodeName.encode(name)).isEqualTo(node);
		assertThat(ZnodeLayout.name(node)).isEqualTo(name);
	}

	@Test
	void zooKeeperTakesEveryEncodedNameAndItReadsBack() {
		for (int codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
			if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
				String name = Character.toString(codePoint);
				String node = ZnodeName.encode(name);
				PathUtils.validatePath('/' + node);
				assertThat(node).doesNotContain("/");
				assertThat(ZnodeName.decode(node)).isEqualTo(name);
			}
		}
	}

	@Test
	void aNameThatIsNoTextIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ZnodeName.encode("a\ud800b"))
			.withMessageContaining("character 2");
		assertThatIllegalArgumentException().isThrownBy(() -> ZnodeName.encode(""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "%2", "a%zz", "%2" })
	void aNodeThatIsNoEncodedNameIsRefused(String node) {
		assertThatIllegalArgumentException().isThrownBy(() -> ZnodeLayout.name(node)).withMessageContaining(node);
	}

	@Test
	void registryServersStandBesideTheNamespaces() {
		ZnodeLayout layout = new ZnodeLayout("/base", "prod");
		assertThat(layout.top()).isEqualTo("/base/mprpc");
		assertThat(layout.servers()).isEqualTo("/base/mprpc/.servers");
		assertThat(layout.server(new Endpoint("2001:db8::1", 8781)))
			.isEqualTo("/base/mprpc/.servers/[2001:db8::1]:8781");
		assertThat(layout.slots()).isEqualTo("/base/mprpc/.slots");
	}

	@ParameterizedTest
	@ValueSource(strings = { ".servers", ".slots", "", ".", "..", ".hidden", "a/b", "a b", "über" })
	void aNamespaceIsOneSimpleWord(String namespace) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ZnodeLayout(namespace))
			.withMessageContaining("'" + namespace + "' is not a namespace");
	}

}
