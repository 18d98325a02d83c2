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

package io.mprpc.internal.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.mprpc.internal.governance.AppliedRule;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.grpc.balancer.InstanceRoute;
import io.mprpc.internal.grpc.balancer.RoutingExplainer;
import io.mprpc.internal.grpc.balancer.RoutingSnapshot;
import io.mprpc.internal.grpc.balancer.reason.RouteReason;
import io.mprpc.internal.grpc.balancer.reason.RoutingText;
import io.mprpc.internal.grpc.client.RpcChannel;
import io.mprpc.internal.grpc.report.stream.StreamStatus;
import io.mprpc.internal.registry.RecentChanges;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.ViewChange;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Endpoint that shows what this process provides and consumes, and where its calls go and
 * why.
 *
 * @since 0.1
 */
@Endpoint(id = "rpc")
public final class RpcEndpoint {

	private final Sources sources;

	/**
	 * Creates an endpoint.
	 * @param sources its sources
	 */
	public RpcEndpoint(Sources sources) {
		this.sources = sources;
	}

	/**
	 * What this process provides and consumes.
	 * @return a description
	 */
	@ReadOperation
	public RpcDescriptor rpc() {
		RegistryConnection connection = this.sources.connection();
		RegistryDescriptor registry = (connection != null) ? new RegistryDescriptor(connection.address(),
				connection.namespace(), connection.state().name(), connection.sessionId()) : null;
		InstancePublisher.Publication publication = this.sources.publication().get();
		return new RpcDescriptor(registry, (publication != null) ? provided(publication) : null,
				this.sources.channels().get().stream().map(this::consumed).toList(), this.sources.reports().get());
	}

	/**
	 * Explains where calls of a method go.
	 * @param view must be {@code explain}
	 * @param service full name of the service
	 * @param method simple name of the method, {@code null} for any
	 * @return one explanation for each channel that is in use, {@code null} if there is
	 * no such view or the service is not named
	 */
	@ReadOperation
	public @Nullable List<ExplanationDescriptor> explain(@Selector String view, @Nullable String service,
			@Nullable String method) {
		if (!view.equals("explain") || service == null || service.isBlank()) {
			return null;
		}
		return this.sources.explainer()
			.explain(new ServiceName(service), (method != null) ? method : "")
			.stream()
			.map(this::explanation)
			.toList();
	}

	private static ProviderDescriptor provided(InstancePublisher.Publication publication) {
		return new ProviderDescriptor(publication.instance().endpoint().toString(), publication.state().name(),
				publication.reason(), publication.instance().services().stream().map(RpcEndpoint::instance).toList());
	}

	private ConsumerDescriptor consumed(RpcChannel channel) {
		InstanceDirectory directory = this.sources.directory();
		ServiceView view = (directory != null && channel.target().startsWith("rpc:"))
				? directory.view(channel.service()) : null;
		return new ConsumerDescriptor(channel.service().value(), channel.target(),
				channel.channel().getState(false).name(), (view != null) ? view.state().name() : null,
				(view != null) ? view.asOf() : null,
				(view != null) ? view.instances().stream().map(RpcEndpoint::instance).toList() : List.of(),
				changes(channel.service()));
	}

	private static InstanceDescriptor instance(RpcInstance instance) {
		return new InstanceDescriptor(instance.service().value(), instance.endpoint().toString(),
				new TreeSet<>(instance.methods()), instance.metadata().application(), instance.metadata().version(),
				instance.metadata().weight(), instance.metadata().zone(), instance.metadata().tags(),
				instance.metadata().status().name());
	}

	private ExplanationDescriptor explanation(RoutingSnapshot snapshot) {
		ServiceView view = (snapshot.resolution() != null) ? snapshot.resolution().view() : null;
		return new ExplanationDescriptor(snapshot.channel(), snapshot.method(), snapshot.rules(),
				snapshot.connectivity().name(), snapshot.error(), (view != null) ? view.state().name() : null,
				(view != null) ? view.asOf() : null, snapshot.instances().stream().map(this::route).toList(),
				(view != null) ? changes(view.service()) : List.of());
	}

	private RouteDescriptor route(InstanceRoute route) {
		RpcInstance instance = route.instance();
		RulesDirectory rules = this.sources.rules();
		List<AppliedRule> applied = (instance != null && rules != null)
				? rules.rules(instance.service()).appliedTo(instance) : List.of();
		return new RouteDescriptor(route.endpoint(), route.picked(), route.share(), route.reason(), route.reasons(),
				applied.stream().map(RoutingText::of).toList(), applied, route.connectivity().name(), route.connected(),
				route.error(), route.isEjected(), route.warmUp(),
				(route.graceLeft() != null) ? route.graceLeft().toSeconds() : null,
				(instance != null) ? instance(instance) : null);
	}

	private List<ViewChange> changes(ServiceName service) {
		RecentChanges changes = this.sources.changes();
		return (changes != null) ? changes.of(service) : List.of();
	}

	/**
	 * Sources of the endpoint.
	 *
	 * @param connection the connection to the registry, {@code null} if there is none
	 * @param directory the registry's directory, {@code null} if there is none
	 * @param publication the publication, {@code null} in it if there is none
	 * @param channels channels of references
	 * @param explainer explains the routing of channels
	 * @param rules rules that operators have set, {@code null} if none are followed
	 * @param changes history of the last changes of services, {@code null} if there is
	 * none
	 * @param reports states of the streams to registry servers
	 */
	public record Sources(@Nullable RegistryConnection connection, @Nullable InstanceDirectory directory,
			Supplier<InstancePublisher.@Nullable Publication> publication, Supplier<List<RpcChannel>> channels,
			RoutingExplainer explainer, @Nullable RulesDirectory rules, @Nullable RecentChanges changes,
			Supplier<List<StreamStatus>> reports) {
	}

	/**
	 * Description of this process.
	 *
	 * @param registry the registry, {@code null} if there is none
	 * @param provides the publication, {@code null} if there is none
	 * @param consumes the channels of references
	 * @param reports the registry servers that this process reports to
	 */
	public record RpcDescriptor(@Nullable RegistryDescriptor registry, @Nullable ProviderDescriptor provides,
			List<ConsumerDescriptor> consumes, List<StreamStatus> reports) {
	}

	/**
	 * The registry.
	 *
	 * @param address where it is
	 * @param namespace the environment
	 * @param connection state of the connection
	 * @param session identity of the session
	 */
	public record RegistryDescriptor(String address, String namespace, String connection, String session) {
	}

	/**
	 * The publication.
	 *
	 * @param endpoint where this process takes calls
	 * @param registration state of the publication
	 * @param reason why it is not published, empty if it is
	 * @param services the services
	 */
	public record ProviderDescriptor(String endpoint, String registration, String reason,
			List<InstanceDescriptor> services) {
	}

	/**
	 * One channel of references.
	 *
	 * @param service the service
	 * @param target where the channel leads
	 * @param connectivity state of the channel
	 * @param view how far the view can be trusted, {@code null} without the registry
	 * @param asOf when the registry last confirmed it
	 * @param instances instances in the registry
	 * @param changes the last changes in that, the latest first
	 */
	public record ConsumerDescriptor(String service, String target, String connectivity, @Nullable String view,
			@Nullable Instant asOf, List<InstanceDescriptor> instances, List<ViewChange> changes) {
	}

	/**
	 * One instance of a service.
	 *
	 * @param service the service
	 * @param endpoint where it stands
	 * @param methods its methods
	 * @param application its application
	 * @param version its version
	 * @param weight its weight
	 * @param zone its zone
	 * @param tags its tags
	 * @param status its status
	 */
	public record InstanceDescriptor(String service, String endpoint, SortedSet<String> methods, String application,
			String version, int weight, String zone, Map<String, String> tags, String status) {
	}

	/**
	 * Routing of the calls of a method through one channel.
	 *
	 * @param channel target of the channel
	 * @param method the method, empty for any
	 * @param rules rules that apply
	 * @param connectivity state of the balancer
	 * @param error why the last resolution failed
	 * @param view how far the view can be trusted
	 * @param asOf when the registry last confirmed it
	 * @param instances every instance that is known
	 * @param changes the last changes, the latest first
	 */
	public record ExplanationDescriptor(String channel, String method, String rules, String connectivity,
			@Nullable String error, @Nullable String view, @Nullable Instant asOf, List<RouteDescriptor> instances,
			List<ViewChange> changes) {
	}

	/**
	 * Decision whether calls go to an instance, with its reasons.
	 *
	 * @param endpoint where it stands
	 * @param picked whether calls go there
	 * @param share share of the calls, from 0 to 1
	 * @param reason why not, or a remark
	 * @param reasons the same as codes
	 * @param operatorRules rules that operators have set for it
	 * @param appliedRules the same as codes
	 * @param connectivity state of the way there
	 * @param connected whether there is a connection
	 * @param error last error on the way there
	 * @param ejected whether it is taken out though it is connected
	 * @param warmUp share of its weight while it warms up, 1 when it is warm
	 * @param graceSeconds how long it is kept though the registry has lost it
	 * @param instance its entry in the registry
	 */
	public record RouteDescriptor(String endpoint, boolean picked, double share, String reason,
			List<RouteReason> reasons, List<String> operatorRules, List<AppliedRule> appliedRules, String connectivity,
			boolean connected, @Nullable String error, boolean ejected, double warmUp, @Nullable Long graceSeconds,
			@Nullable InstanceDescriptor instance) {
	}

}
