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

package io.mprpc.internal.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ViewMerger}.
 */
class ViewMergerTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final Instant EARLIER = Instant.parse("2026-01-01T12:00:00Z");

	private static final Instant LATER = EARLIER.plusSeconds(60);

	private static final ServiceView LOADING = ServiceView.loading(USERS);

	@Test
	void nothingIsKnownWhereNoViewIs() {
		assertThat(merge(LOADING, LOADING).state()).isEqualTo(ServiceView.State.LOADING);
	}

	@Test
	void theOneViewThatIsKnownCountsAlone() {
		ServiceView known = view(ServiceView.State.STALE, EARLIER, instance("a", "a:1", 1, EARLIER));
		assertThat(merge(LOADING, known, LOADING)).isSameAs(known);
	}

	@Test
	void ofOneInstanceInSeveralViewsTheFirstLiveOneCounts() {
		ServiceView stale = view(ServiceView.State.STALE, EARLIER, instance("a", "a:1", 1, EARLIER));
		ServiceView live = view(ServiceView.State.LIVE, LATER, instance("a", "a:1", 2, EARLIER));
		ServiceView later = view(ServiceView.State.LIVE, LATER, instance("a", "a:1", 3, EARLIER));
		assertThat(merge(stale, live, later).instances()).extracting((each) -> each.metadata().weight())
			.containsExactly(2);
		assertThat(merge(later, live, stale).instances()).extracting((each) -> each.metadata().weight())
			.containsExactly(3);
	}

	@Test
	void ofTwoInstancesAtOneEndpointTheOneThatStartedLaterCounts() {
		ServiceView first = view(ServiceView.State.LIVE, null, instance("a", "a:1", 1, EARLIER));
		ServiceView second = view(ServiceView.State.LIVE, null, instance("b", "a:1", 2, LATER));
		assertThat(merge(first, second).instances()).extracting(RpcInstance::id).containsExactly("b");
		assertThat(merge(second, first).instances()).extracting(RpcInstance::id).containsExactly("b");
	}

	@Test
	void aMergedViewIsAsTrustworthyAndAsOldAsItsWorstPart() {
		ServiceView live = view(ServiceView.State.LIVE, LATER);
		ServiceView stale = view(ServiceView.State.STALE, EARLIER);
		ServiceView snapshot = view(ServiceView.State.SNAPSHOT, null);
		assertThat(merge(live, live).state()).isEqualTo(ServiceView.State.LIVE);
		assertThat(merge(live, stale).state()).isEqualTo(ServiceView.State.STALE);
		assertThat(merge(live, stale, snapshot).state()).isEqualTo(ServiceView.State.SNAPSHOT);
		assertThat(merge(live, stale).asOf()).isEqualTo(EARLIER);
		assertThat(merge(live, snapshot).asOf()).isEqualTo(LATER);
	}

	private static ServiceView merge(ServiceView... views) {
		return ViewMerger.merge(USERS, List.of(views).stream().map(ViewMerger.Source::new).toList());
	}

	private static ServiceView view(ServiceView.State state, @Nullable Instant asOf, RpcInstance... instances) {
		return new ServiceView(USERS, List.of(instances), state, asOf);
	}

	private static RpcInstance instance(String uuid, String endpoint, int weight, Instant start) {
		return new RpcInstance(USERS, Endpoint.parse(endpoint), Set.of("Login"),
				new InstanceMetadata(uuid, "users", "", weight, "", Map.of(), InstanceStatus.UP, start, Map.of()));
	}

}
