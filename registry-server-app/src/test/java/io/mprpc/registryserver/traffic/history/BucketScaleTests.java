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

package io.mprpc.registryserver.traffic.history;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link BucketScale}.
 */
class BucketScaleTests {

	@Test
	void bucketsEndWhereTheProtocolSays() {
		assertThat(BucketScale.endMillis(0)).isEqualTo((1L << 16) / 1e6);
		assertThat(BucketScale.endMillis(1)).isEqualTo((1L << 16) * 1.25 / 1e6);
		assertThat(BucketScale.endMillis(4)).isEqualTo((1L << 17) / 1e6);
		assertThat(BucketScale.endMillis(5)).isEqualTo((1L << 17) * 1.25 / 1e6);
		assertThat(BucketScale.endMillis(80)).isEqualTo((1L << 36) / 1e6);
		assertThat(BucketScale.endMillis(81)).isEqualTo((1L << 36) / 1e6);
	}

	@Test
	void aPercentileIsTheEndOfItsBucket() {
		double[] calls = new double[BucketScale.BUCKETS];
		assertThat(BucketScale.percentile(calls, 0.5)).isNull();
		calls[10] = 50;
		calls[20] = 49;
		calls[70] = 1;
		assertThat(BucketScale.percentile(calls, 0.5)).isEqualTo(BucketScale.endMillis(10));
		assertThat(BucketScale.percentile(calls, 0.51)).isEqualTo(BucketScale.endMillis(20));
		assertThat(BucketScale.percentile(calls, 0.99)).isEqualTo(BucketScale.endMillis(20));
		assertThat(BucketScale.percentile(calls, 1)).isEqualTo(BucketScale.endMillis(70));
	}

	@Test
	void bucketsDifferByAQuarterAtMost() {
		for (int bucket = 1; bucket < BucketScale.BUCKETS - 1; bucket++) {
			assertThat(BucketScale.endMillis(bucket) / BucketScale.endMillis(bucket - 1)).as("bucket " + bucket)
				.isEqualTo(1.2, within(0.06));
		}
	}

}
