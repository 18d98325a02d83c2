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

package io.mprpc.internal.zookeeper.watch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.mprpc.internal.input.UntrustedText;
import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warnings of znodes that cannot be read: one for each node, and not more in a minute
 * than a log can bear, whatever others write.
 */
final class UnreadableNodes {

	private static final Logger logger = LoggerFactory.getLogger(UnreadableNodes.class);

	private static final int REMEMBERED = 1000;

	private static final int WARNINGS_PER_MINUTE = 30;

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final Map<Node, Warning> warned = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.@Nullable Entry<Node, Warning> eldest) {
			return size() > REMEMBERED;
		}

	};

	private final TimeSource time;

	private long minuteStart;

	private int warnings;

	private long unsaid;

	UnreadableNodes(TimeSource time) {
		this.time = time;
		this.minuteStart = time.nanoTime();
	}

	/** Warns of a node, unless that was done. */
	void unreadable(String path, String consequence, RuntimeException reason) {
		long now = this.time.nanoTime();
		Warning last = this.warned.get(Node.at(path));
		if (last != null && (!last.readableSince || now - last.at < MINUTE)) {
			return;
		}
		this.warned.put(Node.at(path), new Warning(now, false));
		if (now - this.minuteStart >= MINUTE) {
			if (this.unsaid > 0) {
				logger.warn(this.unsaid + " more znodes could not be read");
			}
			this.minuteStart = now;
			this.warnings = 0;
			this.unsaid = 0;
		}
		if (this.warnings < WARNINGS_PER_MINUTE) {
			this.warnings++;
			logger
				.warn("Znode " + UntrustedText.printable(path) + " " + consequence + " because " + reason.getMessage());
		}
		else {
			this.unsaid++;
		}
	}

	/** A readable node may be warned of again. */
	void readable(String path) {
		if (!this.warned.isEmpty()) {
			this.warned.computeIfPresent(Node.at(path), (node, last) -> new Warning(last.at, true));
		}
	}

	/**
	 * Time of the last warning of a node.
	 *
	 * @param at time of the warning
	 * @param readableSince whether the node could be read after that
	 */
	private record Warning(long at, boolean readableSince) {

	}

	/** A path that takes little memory however long it is. */
	private record Node(String start, int length, int hash) {

		static Node at(String path) {
			return new Node((path.length() > 500) ? path.substring(0, 500) : path, path.length(), path.hashCode());
		}

	}

}
