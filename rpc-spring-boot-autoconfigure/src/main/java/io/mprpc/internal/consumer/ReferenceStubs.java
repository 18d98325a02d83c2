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

package io.mprpc.internal.consumer;

import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

import io.grpc.ServiceDescriptor;
import io.mprpc.RpcStubs;
import io.mprpc.internal.grpc.client.ChannelPlan;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.grpc.client.settings.ReferenceSettings;
import io.mprpc.internal.grpc.client.settings.ReferenceSettingsSource;
import io.mprpc.registry.ServiceName;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.grpc.client.StubFactory;

/**
 * Factory of the stubs that are injected for {@link io.mprpc.RpcReference @RpcReference},
 * and of those that a program asks for by itself.
 *
 * @since 0.1
 */
public final class ReferenceStubs implements RpcStubs {

	/** Name of the bean, which the beans of references are made by. */
	public static final String BEAN_NAME = "rpcStubs";

	private final RpcChannels channels;

	private final ReferenceSettingsSource settings;

	private final StubFactories factories;

	private final PrimaryStubs primaryStubs;

	private final UnaryOperator<String> placeholders;

	/**
	 * Creates the factory.
	 * @param channels the channels
	 * @param settings knows what is configured for a service
	 * @param factories further stub factories, asked before the built-in ones
	 * @param beanFactory where the application may define stubs of its own
	 * @param placeholders resolves placeholders in attributes of references
	 */
	public ReferenceStubs(RpcChannels channels, ReferenceSettingsSource settings,
			List<? extends StubFactory<?>> factories, ConfigurableListableBeanFactory beanFactory,
			UnaryOperator<String> placeholders) {
		this.channels = channels;
		this.settings = settings;
		this.factories = new StubFactories(factories);
		this.primaryStubs = new PrimaryStubs(beanFactory);
		this.placeholders = placeholders;
	}

	@Override
	public <T> T create(Class<T> stubType) {
		return create(stubType, "");
	}

	/**
	 * Makes the stub of a reference. Called by the definitions of the references' beans.
	 * @param <T> type of the stub
	 * @param stubType type of the stub
	 * @param attributes what the reference says, encoded
	 * @return a stub; stubs of one service and target share their channel
	 */
	public <T> T create(Class<T> stubType, String attributes) {
		T ownStub = this.primaryStubs.find(stubType);
		if (ownStub != null) {
			return ownStub;
		}
		ServiceDescriptor service = StubType.service(stubType);
		ReferenceSettings configured = this.settings.settings(service);
		String target = target(service, configured, ReferenceAttributes.decode(attributes).resolve(this.placeholders));
		ChannelPlan plan = new ChannelPlan(target, service, configured,
				(listener) -> this.settings.subscribe(service, listener));
		return this.factories.create(this.channels.channel(plan), stubType);
	}

	private static String target(ServiceDescriptor service, ReferenceSettings configured,
			ReferenceAttributes attributes) {
		if (!configured.url().isEmpty()) {
			return configured.url();
		}
		SortedMap<String, String> tags = attributes.tagMap();
		return new RpcTarget(new ServiceName(service.getName()),
				(attributes.version().isEmpty()) ? configured.version() : attributes.version(),
				(tags.isEmpty()) ? configured.tags() : tags)
			.toString();
	}

}
