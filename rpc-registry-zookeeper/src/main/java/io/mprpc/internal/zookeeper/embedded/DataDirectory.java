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

package io.mprpc.internal.zookeeper.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The directory that a server keeps its data in: made where it is missing, held against a
 * second server, and deleted again where it is temporary.
 */
final class DataDirectory implements AutoCloseable {

	private static final String LOCK = "mprpc.lock";

	// Subdirectory in which ZooKeeper keeps its files.
	private static final String VERSION = "version-2";

	private static final String PROBE = "mprpc.probe";

	private static final int PROBE_BYTES = 64 * 1024;

	private final Path path;

	private final boolean temporary;

	private final FileChannel channel;

	private DataDirectory(Path path, boolean temporary, FileChannel channel) {
		this.path = path;
		this.temporary = temporary;
		this.channel = channel;
	}

	static DataDirectory open(@Nullable Path configured) {
		Path path = (configured != null) ? configured.toAbsolutePath().normalize() : createTemporary();
		FileChannel channel = null;
		try {
			Files.createDirectories(path);
			channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			FileLock lock = channel.tryLock();
			if (lock != null) {
				return new DataDirectory(path, configured == null, channel);
			}
		}
		catch (OverlappingFileLockException ex) {
			// Held within this process: told below like any other holder.
		}
		catch (IOException ex) {
			close(channel);
			throw new EmbeddedZooKeeperException(Reason.DATA_DIRECTORY,
					"The data directory " + path + " of the embedded ZooKeeper cannot be written: " + ex,
					"Give this process the right to create and write that directory, or name another one.", ex);
		}
		close(channel);
		throw new EmbeddedZooKeeperException(Reason.DATA_DIRECTORY,
				"The data directory " + path + " is in use by another running ZooKeeper",
				"Stop the other process, or give each its own data directory.", null);
	}

	Path path() {
		return this.path;
	}

	/**
	 * Explains an end of ZooKeeper, which keeps the reason to its own log: mostly its
	 * data could not be written.
	 * @param what the action of ZooKeeper
	 */
	IllegalStateException explain(String what) {
		Path probe = this.path.resolve(VERSION).resolve(PROBE);
		try {
			Files.write(probe, new byte[PROBE_BYTES]);
			Files.delete(probe);
			return new IllegalStateException(what + "; its own messages in the log say why");
		}
		catch (IOException ex) {
			probe.toFile().delete();
			return new IllegalStateException(what + " because its data directory " + this.path + " cannot be written ("
					+ this.path.toFile().getUsableSpace() / (1024 * 1024)
					+ " MB free): make room there, or mend the directory, and start it again", ex);
		}
	}

	@Override
	public void close() {
		close(this.channel);
		if (this.temporary) {
			deleteAll();
		}
	}

	private void deleteAll() {
		List<Path> contents;
		try (Stream<Path> walk = Files.walk(this.path)) {
			contents = walk.sorted(Comparator.reverseOrder()).toList();
		}
		catch (IOException | UncheckedIOException ex) {
			return;
		}
		for (Path content : contents) {
			content.toFile().delete();
		}
	}

	private static Path createTemporary() {
		try {
			return Files.createTempDirectory("mprpc-zookeeper");
		}
		catch (IOException ex) {
			throw new EmbeddedZooKeeperException(Reason.DATA_DIRECTORY,
					"No temporary directory can be created for the embedded ZooKeeper: " + ex,
					"Make " + System.getProperty("java.io.tmpdir") + " writable, or name a data directory.", ex);
		}
	}

	private static void close(@Nullable FileChannel channel) {
		try {
			if (channel != null) {
				channel.close();
			}
		}
		catch (IOException ex) {
			// The lock ends with the process at the latest.
		}
	}

}
