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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publisher to a registry that is made of several. Each service of an instance is
 * published to the members that hold it. Where these change, it is published to the new
 * ones before it is withdrawn from those that are left.
 *
 * @since 0.1
 */
public final class CompositeInstancePublisher implements InstancePublisher, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CompositeInstancePublisher.class);

	private final RegistryMembers<InstancePublisher> members;

	private final Executor withdrawals;

	private final Set<Runnable> movers = ConcurrentHashMap.newKeySet();

	private final Subscription membersChanged;

	/**
	 * Creates the publisher.
	 * @param members publishers of the members, which stay open when this is closed
	 * @param withdrawals runs tasks that wait for a member that is left
	 */
	public CompositeInstancePublisher(RegistryMembers<InstancePublisher> members, Executor withdrawals) {
		this.members = members;
		this.withdrawals = withdrawals;
		this.membersChanged = members.onChange(this::move);
	}

	@Override
	public Publication publish(ProviderInstance instance) {
		CompositePublication publication = new CompositePublication(instance, this::place);
		this.movers.add(publication);
		try {
			publication.run();
		}
		catch (RuntimeException ex) {
			this.movers.remove(publication);
			publication.close();
			throw ex;
		}
		publication.onClose(() -> this.movers.remove(publication));
		return publication;
	}

	@Override
	public Subscription registerConsumer(ConsumerReference reference) {
		Placement<Subscription> placement = place(reference.service(), (member) -> member.registerConsumer(reference));
		Runnable mover = placement::update;
		this.movers.add(mover);
		placement.update();
		return () -> {
			this.movers.remove(mover);
			placement.close();
		};
	}

	/**
	 * Ends to follow the members of services. What is published stays with those that it
	 * is with.
	 */
	@Override
	public void close() {
		this.membersChanged.close();
		this.movers.clear();
	}

	private void move() {
		this.movers.forEach((mover) -> {
			try {
				mover.run();
			}
			catch (RuntimeException ex) {
				logger.error("A service was not published to a new member of the registry and stays with those that "
						+ "it is with until the members change again", ex);
			}
		});
	}

	private <T extends AutoCloseable> Placement<T> place(ServiceName service,
			Function<InstancePublisher, T> publishing) {
		return new Placement<>(() -> this.members.of(service), publishing, this.withdrawals);
	}

}
