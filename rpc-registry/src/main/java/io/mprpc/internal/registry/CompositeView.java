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

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * View of one service that several directories list. Listeners are called one after the
 * other, on the thread that brought the change.
 */
final class CompositeView {

	private static final Logger logger = LoggerFactory.getLogger(CompositeView.class);

	private final ServiceName service;

	// In the order of the selection; those that are left stand last.
	private final Map<InstanceDirectory, Member> members = new IdentityHashMap<>();

	private final List<Follower> followers = new ArrayList<>();

	private List<Member> order = List.of();

	private volatile ServiceView view;

	private boolean followed;

	private boolean selecting;

	private boolean closed;

	CompositeView(ServiceName service) {
		this.service = service;
		this.view = ServiceView.loading(service);
	}

	ServiceView view() {
		return this.view;
	}

	/** Begins to follow the members, once. */
	synchronized void follow(Supplier<List<InstanceDirectory>> selection) {
		if (!this.followed) {
			this.followed = true;
			members(selection);
		}
	}

	/**
	 * Follows other members. Those that are left count until the others have answered.
	 * @param selection the present members, asked for under the lock: of two changes at
	 * the same time the later must count
	 */
	synchronized void members(Supplier<List<InstanceDirectory>> selection) {
		if (this.closed) {
			return;
		}
		List<Member> next = new ArrayList<>();
		for (InstanceDirectory directory : selection.get()) {
			Member member = this.members.computeIfAbsent(directory, Member::new);
			member.left = false;
			next.add(member);
		}
		for (Member member : this.order) {
			if (!next.contains(member)) {
				member.left = true;
				next.add(member);
			}
		}
		this.order = next;
		this.selecting = true;
		try {
			next.stream().filter((member) -> !member.left).forEach(Member::subscribe);
		}
		finally {
			this.selecting = false;
		}
		changed();
	}

	synchronized Subscription subscribe(Consumer<ServiceView> listener) {
		Follower follower = new Follower(listener);
		this.followers.add(follower);
		follower.show(this.view);
		return () -> unsubscribe(follower);
	}

	private synchronized void unsubscribe(Follower follower) {
		this.followers.remove(follower);
	}

	synchronized void close() {
		this.closed = true;
		this.followers.clear();
		this.order.forEach(Member::close);
		this.members.clear();
	}

	private synchronized void changed() {
		if (this.closed || this.selecting) {
			return;
		}
		dropLeft();
		ServiceView merged = ViewMerger.merge(this.service, this.order.stream().map((member) -> member.seen).toList());
		ServiceView before = this.view;
		this.view = merged;
		if (merged.state() != before.state() || !merged.instances().equals(before.instances())) {
			List.copyOf(this.followers).forEach((follower) -> follower.show(merged));
		}
	}

	private void dropLeft() {
		boolean answered = this.order.stream()
			.filter((member) -> !member.left)
			.allMatch((member) -> member.seen.view().state() == ServiceView.State.LIVE);
		if (answered) {
			List<Member> kept = new ArrayList<>();
			for (Member member : this.order) {
				if (member.left) {
					member.close();
					this.members.values().remove(member);
				}
				else {
					kept.add(member);
				}
			}
			this.order = kept;
		}
	}

	private synchronized void received(Member member, ServiceView received) {
		if (this.order.contains(member)) {
			member.seen = member.seen.next(received);
			this.order.forEach((other) -> {
				if (other != member) {
					other.seen = other.seen.supersededBy(member.seen);
				}
			});
			changed();
		}
	}

	private final class Member {

		private ViewMerger.Source seen = new ViewMerger.Source(ServiceView.loading(CompositeView.this.service));

		private final InstanceDirectory directory;

		private boolean left;

		private @Nullable Subscription subscription;

		Member(InstanceDirectory directory) {
			this.directory = directory;
		}

		void subscribe() {
			if (this.subscription == null) {
				// Known immediately where the directory follows the service already.
				received(this, this.directory.view(CompositeView.this.service));
				this.subscription = this.directory.subscribe(CompositeView.this.service,
						(next) -> received(this, next));
			}
		}

		void close() {
			if (this.subscription != null) {
				this.subscription.close();
			}
		}

	}

	private final class Follower {

		private final Consumer<ServiceView> listener;

		private @Nullable ServiceView seen;

		Follower(Consumer<ServiceView> listener) {
			this.listener = listener;
		}

		void show(ServiceView next) {
			if (next.isKnown() && next != this.seen) {
				this.seen = next;
				try {
					this.listener.accept(next);
				}
				catch (RuntimeException ex) {
					// The others must see the view, which is told only once.
					logger.error("A listener to the registry failed: " + this.listener, ex);
				}
			}
		}

	}

}
