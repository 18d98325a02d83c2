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

import java.util.BitSet;

import io.mprpc.registry.InstanceMetadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceNodes}.
 */
class InstanceNodesTests {

	private static final int LOGIN = 0;

	private static final int REGISTER = 1;

	private final InstanceNodes nodes = new InstanceNodes();

	@Test
	void aNodeThatIsThereOrGoneAlreadyChangesNothing() {
		assertThat(this.nodes.serve(LOGIN)).isTrue();
		assertThat(this.nodes.serve(LOGIN)).isFalse();
		assertThat(this.nodes.forget(REGISTER)).isFalse();
		assertThat(this.nodes.forget(LOGIN)).isTrue();
		assertThat(this.nodes.forget(LOGIN)).isFalse();
		assertThat(this.nodes.describe(InstanceMetadata.UNKNOWN)).isTrue();
		assertThat(this.nodes.describe(InstanceMetadata.UNKNOWN)).isFalse();
		assertThat(this.nodes.describeNot()).as("unknown it is already").isFalse();
		assertThat(this.nodes.describe(InstanceMetadata.UNKNOWN.withWeight(7))).isTrue();
		assertThat(this.nodes.describeNot()).isTrue();
	}

	@Test
	void metadataCountsAsDescribedOnceItWasLookedFor() {
		assertThat(this.nodes.isDescribed()).isFalse();
		assertThat(this.nodes.isUndescribed()).isFalse();
		this.nodes.serve(LOGIN);
		assertThat(this.nodes.isUndescribed()).isTrue();
		this.nodes.describeNot();
		assertThat(this.nodes.isDescribed()).isTrue();
		assertThat(this.nodes.isUndescribed()).isFalse();
	}

	@Test
	void whatLeavesIsForgottenWhenItHasLingered() {
		this.nodes.serve(LOGIN);
		this.nodes.serve(REGISTER);
		this.nodes.leave(LOGIN, 100);
		this.nodes.leave(REGISTER, 110);
		assertThat(this.nodes.settle(119, 20)).isFalse();
		assertThat(this.nodes.isLeaving()).isTrue();
		assertThat(this.nodes.settle(120, 20)).isTrue();
		assertThat(this.nodes.isLeaving()).isTrue();
		assertThat(this.nodes.settle(130, 20)).isTrue();
		assertThat(this.nodes.isLeaving()).isFalse();
		assertThat(this.nodes.isGone()).isTrue();
	}

	@Test
	void whatIsNotThereCannotLeave() {
		this.nodes.leave(LOGIN, 100);
		this.nodes.descriptionLeaves(100);
		assertThat(this.nodes.isLeaving()).isFalse();
	}

	@Test
	void whatIsForgottenOrComesBackLeavesNoMore() {
		this.nodes.serve(LOGIN);
		this.nodes.serve(REGISTER);
		this.nodes.leave(LOGIN, 100);
		this.nodes.leave(REGISTER, 100);
		this.nodes.forget(LOGIN);
		assertThat(this.nodes.isLeaving()).isTrue();
		this.nodes.serve(REGISTER);
		assertThat(this.nodes.isLeaving()).isFalse();
		assertThat(this.nodes.settle(1000, 20)).isFalse();
	}

	@Test
	void methodsThatAreNotListedAreForgotten() {
		this.nodes.serve(LOGIN);
		this.nodes.serve(REGISTER);
		BitSet listed = new BitSet();
		listed.set(REGISTER);
		assertThat(this.nodes.forgetAllBut(listed)).isTrue();
		assertThat(this.nodes.forgetAllBut(listed)).isFalse();
		assertThat(this.nodes.isGone()).isFalse();
		assertThat(this.nodes.forgetAllBut(new BitSet())).isTrue();
		assertThat(this.nodes.isGone()).isTrue();
	}

	@Test
	void anInstanceWithMetadataAloneIsNotGone() {
		this.nodes.describe(InstanceMetadata.UNKNOWN);
		assertThat(this.nodes.isGone()).isFalse();
		this.nodes.descriptionLeaves(100);
		assertThat(this.nodes.settle(120, 20)).as("its metadata is unknown as before").isFalse();
		assertThat(this.nodes.isGone()).isTrue();
	}

}
