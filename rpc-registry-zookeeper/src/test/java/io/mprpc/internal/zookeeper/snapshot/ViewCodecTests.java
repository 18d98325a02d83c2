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

package io.mprpc.internal.zookeeper.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.mprpc.internal.zookeeper.Fixtures.FRIENDS;
import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ViewCodec}.
 */
class ViewCodecTests {

	private static final String GOLDEN = """
			{"format":"mprpc-view-1","registry":"zk.test:2181","namespace":"prod","service":"demo.UserService",\
			"asOf":"2026-11-20T12:00:00Z","instances":[\
			{"endpoint":"127.0.0.1:9090","methods":["Login","Register"],"metadata":{"weight":7,"status":"UP"}},\
			{"endpoint":"[::1]:9090","methods":[],"metadata":{"weight":100,"status":"UP"}}],"rules":"{}"}""";

	private static final List<RpcInstance> INSTANCES = List.of(
			new RpcInstance(USERS, new Endpoint("127.0.0.1", 9090), Set.of("Register", "Login"),
					InstanceMetadata.UNKNOWN.withWeight(7)),
			new RpcInstance(USERS, new Endpoint("::1", 9090), Set.of(), InstanceMetadata.UNKNOWN));

	@Test
	void everythingIsWrittenAndRead() {
		assertThat(write("{}")).isEqualTo(GOLDEN);
		assertThat(read(GOLDEN)).isEqualTo(new ViewSnapshot(view(ServiceView.State.SNAPSHOT), "{}"));
	}

	@Test
	void aViewWithoutRulesOrMetadataIsRead() {
		assertThat(write(null)).doesNotContain("rules");
		assertThat(read(write(null)).rules()).isNull();
		ViewSnapshot read = read(GOLDEN.replace(",\"metadata\":{\"weight\":7,\"status\":\"UP\"}", ""));
		assertThat(read.view().instances().get(0).metadata()).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "mprpc-view-1|mprpc-view-2|its format is 'mprpc-view-2' and not 'mprpc-view-1'",
					"zk.test:2181|other:2181|its registry is 'other:2181' and not 'zk.test:2181'",
					"prod|dev|its namespace is 'dev' and not 'prod'",
					"demo.UserService|demo.Other|its service is 'demo.Other' and not 'demo.UserService'",
					"\"format\":\"mprpc-view-1\",|``|its format is 'null'",
					"2026-11-20T12:00:00Z|yesterday|its field 'asOf' is not an ISO 8601 instant",
					"127.0.0.1:9090|nowhere|'nowhere' is not of the form host:port" })
	void whatIsOfSomethingElseIsRefused(String part, String replacement, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(GOLDEN.replace(part, replacement)))
			.withMessageContaining(reason);
	}

	@Test
	void aFileOfAnotherServiceIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ViewCodec.read(GOLDEN.getBytes(StandardCharsets.UTF_8), "zk.test:2181", "prod", FRIENDS))
			.withMessageContaining("and not 'demo.FriendService'");
	}

	private static ServiceView view(ServiceView.State state) {
		return new ServiceView(USERS, INSTANCES, state, START);
	}

	private static String write(@Nullable String rules) {
		return new String(
				ViewCodec.write(new ViewSnapshot(view(ServiceView.State.LIVE), rules), "zk.test:2181", "prod"),
				StandardCharsets.UTF_8);
	}

	private static ViewSnapshot read(String text) {
		return ViewCodec.read(text.getBytes(StandardCharsets.UTF_8), "zk.test:2181", "prod", USERS);
	}

}
