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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;

/**
 * Directory of a registry that is made of several. A view holds what the members of its
 * service list; an instance that several of them list appears once. While the members of
 * a service change, no instance vanishes: a member that is left counts until those that
 * replace it have answered.
 *
 * @since 0.1
 */
public final class CompositeInstanceDirectory implements InstanceDirectory, AutoCloseable {

	private final RegistryMembers<InstanceDirectory> members;

	private final ConcurrentMap<ServiceName, CompositeView> views = new ConcurrentHashMap<>();

	private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

	private final Map<InstanceDirectory, Subscription> changes = new IdentityHashMap<>();

	private final Subscription membersChanged;

	private volatile boolean closed;

	/**
	 * Creates the directory.
	 * @param members directories of the members, which stay open when this is closed
	 */
	public CompositeInstanceDirectory(RegistryMembers<InstanceDirectory> members) {
		this.members = members;
		this.membersChanged = members.onChange(this::membersChanged);
		followChanges();
	}

	@Override
	public ServiceView view(ServiceName service) {
		return follow(service).view();
	}

	@Override
	public Subscription subscribe(ServiceName service, Consumer<ServiceView> listener) {
		return follow(service).subscribe(listener);
	}

	/**
	 * {@inheritDoc} An instance is registered if it is with one member; that it is not
	 * has to be said by all of them.
	 */
	@Override
	public CompletionStage<Boolean> isRegistered(RpcInstance instance) {
		CompletableFuture<Boolean> registered = CompletableFuture.completedFuture(false);
		for (InstanceDirectory member : this.members.of(instance.service())) {
			registered = either(registered, member.isRegistered(instance).toCompletableFuture());
		}
		return registered;
	}

	@Override
	public SortedSet<ServiceName> services() {
		SortedSet<ServiceName> services = new TreeSet<>();
		this.members.all().forEach((member) -> services.addAll(member.services()));
		return Collections.unmodifiableSortedSet(services);
	}

	@Override
	public Subscription onChange(Runnable listener) {
		Runnable entry = listener::run;
		this.changeListeners.add(entry);
		return () -> this.changeListeners.remove(entry);
	}

	/**
	 * Ends the subscriptions to the members. Listeners are not called any more.
	 */
	@Override
	public void close() {
		this.membersChanged.close();
		this.changeListeners.clear();
		List<Subscription> open;
		synchronized (this.changes) {
			this.closed = true;
			open = List.copyOf(this.changes.values());
			this.changes.clear();
		}
		open.forEach(Subscription::close);
		this.views.values().forEach(CompositeView::close);
	}

	private CompositeView follow(ServiceName service) {
		CompositeView view = this.views.computeIfAbsent(service, CompositeView::new);
		view.follow(() -> this.members.of(service));
		if (this.closed) {
			view.close();
		}
		return view;
	}

	private void membersChanged() {
		followChanges();
		this.views.forEach((service, view) -> view.members(() -> this.members.of(service)));
		changed();
	}

	private void followChanges() {
		List<Subscription> ended = new ArrayList<>();
		synchronized (this.changes) {
			if (this.closed) {
				return;
			}
			Map<InstanceDirectory, Subscription> gone = new IdentityHashMap<>(this.changes);
			for (InstanceDirectory member : this.members.all()) {
				if (gone.remove(member) == null) {
					this.changes.put(member, member.onChange(this::changed));
				}
			}
			gone.forEach((member, subscription) -> {
				this.changes.remove(member);
				ended.add(subscription);
			});
		}
		ended.forEach(Subscription::close);
	}

	private void changed() {
		this.changeListeners.forEach(Runnable::run);
	}

	/** True if one is, false if both are, else the failure. */
	private static CompletableFuture<Boolean> either(CompletableFuture<Boolean> first,
			CompletableFuture<Boolean> second) {
		return first
			.handle((found, ex) -> (ex == null && found) ? first
					: second.thenCompose((alsoFound) -> alsoFound ? second : first))
			.thenCompose((registered) -> registered);
	}

}
