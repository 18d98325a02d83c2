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

package io.mprpc.internal.zookeeper.directory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a directory.
 *
 * @param debounce time over which changes are gathered that follow one which was shown at
 * once; also the time for which a vanished node may come back unseen, as when an instance
 * takes its own place
 * @param snapshotDirectory where the last good views are kept on disk, {@code null} for
 * nowhere
 * @param snapshotDelay time that ZooKeeper has for its first answer before the view from
 * disk is used
 * @since 0.1
 */
public record DirectorySettings(Duration debounce, @Nullable Path snapshotDirectory, Duration snapshotDelay) {

	/** Without snapshots, and a merge window of 20 ms. */
	public static final DirectorySettings DEFAULT = new DirectorySettings(Duration.ofMillis(20), null,
			Duration.ofSeconds(1));

	/**
	 * Checks the durations.
	 * @throws IllegalArgumentException if the merge window is not between 1 ms and 10 s,
	 * or the delay is negative
	 */
	public DirectorySettings {
		Objects.requireNonNull(snapshotDelay, "snapshotDelay");
		if (debounce.toMillis() < 1 || debounce.compareTo(Duration.ofSeconds(10)) > 0) {
			throw new IllegalArgumentException("The merge window " + debounce + " is not between 1 ms and 10 s");
		}
		if (snapshotDelay.isNegative()) {
			throw new IllegalArgumentException("The snapshot delay " + snapshotDelay + " is negative");
		}
	}

}
