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

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.zookeeper.session.SessionClient;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Follower of the names of a node's children.
 *
 * @param <T> type that a name stands for
 */
public final class ChildNames<T extends Comparable<T>> implements TreeHandler {

	private final String path;

	private final Function<String, T> reader;

	private final WatchLoop loop;

	private volatile SortedSet<T> names = Collections.emptySortedSet();

	private SortedSet<T> listed = Collections.emptySortedSet();

	private @Nullable WatchedTree tree;

	private boolean reloadDue;

	public ChildNames(String path, Function<String, T> reader, WatchLoop loop) {
		this.path = path;
		this.reader = reader;
		this.loop = loop;
	}

	/** Begins to follow. On the thread of the loop. */
	public void start() {
		this.tree = this.loop.follow(this.path, AddWatchMode.PERSISTENT, this);
	}

	public SortedSet<T> names() {
		return this.names;
	}

	@Override
	public CompletableFuture<?> load(SessionClient sessionClient) {
		return sessionClient.children(this.path).thenAccept((nodes) -> {
			SortedSet<T> read = new TreeSet<>();
			if (nodes != null) {
				nodes.stream().sorted().limit(RegistryLimits.NAMES).forEach((node) -> read(node, read));
				checkNumber(nodes.size());
			}
			this.listed = Collections.unmodifiableSortedSet(read);
		});
	}

	private void checkNumber(int nodes) {
		if (nodes > RegistryLimits.NAMES) {
			this.loop.unreadable(this.path, "has children that are ignored",
					new IllegalArgumentException("it has " + nodes + " of them, more than " + RegistryLimits.NAMES));
		}
		else {
			this.loop.readable(this.path);
		}
	}

	private void read(String node, SortedSet<T> read) {
		try {
			read.add(this.reader.apply(node));
		}
		catch (IllegalArgumentException ex) {
			this.loop.unreadable(this.path + '/' + node, ex);
		}
	}

	@Override
	public void event(SessionClient sessionClient, EventType type, String at) {
		if (!this.reloadDue) {
			this.reloadDue = true;
			this.loop.after(this.loop.debounce(), this::reload);
		}
	}

	private void reload() {
		WatchedTree current = this.tree;
		this.reloadDue = false;
		if (current != null) {
			current.reload();
		}
	}

	@Override
	public void current() {
		if (!this.names.equals(this.listed)) {
			this.names = this.listed;
			this.loop.changed();
		}
	}

	@Override
	public void stale() {
		// The last names stand until there are others.
	}

}
