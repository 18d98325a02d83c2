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

package io.mprpc.internal.grpc.report.stream;

import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

import io.mprpc.internal.governance.AppliedRule;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.grpc.balancer.InstanceRoute;
import io.mprpc.internal.grpc.balancer.RoutingExplainer;
import io.mprpc.internal.grpc.balancer.RoutingSnapshot;
import io.mprpc.internal.grpc.balancer.reason.RoutingText;
import io.mprpc.internal.registry.RecentChanges;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.ViewChange;
import io.mprpc.reports.v1.Change;
import io.mprpc.reports.v1.Explanation;
import io.mprpc.reports.v1.Reason;
import io.mprpc.reports.v1.Route;
import org.jspecify.annotations.Nullable;

/**
 * Writer of explanations why calls go where they go.
 *
 * @since 0.1
 */
public final class ExplanationWriter implements BiFunction<ServiceName, String, List<Explanation>> {

	private final RoutingExplainer explainer;

	private final @Nullable RulesDirectory rules;

	private final @Nullable RecentChanges changes;

	/**
	 * Creates a writer.
	 * @param explainer explains the routing of channels
	 * @param rules rules that operators have set, {@code null} if none are followed
	 * @param changes history of the last changes, {@code null} if there is none
	 */
	public ExplanationWriter(RoutingExplainer explainer, @Nullable RulesDirectory rules,
			@Nullable RecentChanges changes) {
		this.explainer = explainer;
		this.rules = rules;
		this.changes = changes;
	}

	@Override
	public List<Explanation> apply(ServiceName service, String method) {
		return this.explainer.explain(service, method)
			.stream()
			.map((snapshot) -> explanation(snapshot, service))
			.toList();
	}

	private Explanation explanation(RoutingSnapshot snapshot, ServiceName service) {
		Explanation.Builder explanation = Explanation.newBuilder()
			.setChannel(snapshot.channel())
			.setRules(snapshot.rules())
			.setConnectivity(snapshot.connectivity().name())
			.setError(text(snapshot.error()));
		if (snapshot.resolution() != null) {
			ServiceView view = snapshot.resolution().view();
			Instant asOf = view.asOf();
			explanation.setView(view.state().name()).setAsOfMillis((asOf != null) ? asOf.toEpochMilli() : 0);
		}
		snapshot.instances().forEach((route) -> explanation.addRoutes(route(route)));
		if (this.changes != null) {
			this.changes.of(service).forEach((change) -> explanation.addChanges(change(change)));
		}
		return explanation.build();
	}

	private Route route(InstanceRoute route) {
		Route.Builder written = Route.newBuilder()
			.setEndpoint(route.endpoint())
			.setPicked(route.picked())
			.setShare(route.share())
			.setReason(route.reason())
			.setConnectivity(route.connectivity().name())
			.setError(text(route.error()));
		route.reasons().forEach((reason) -> written.addReasons(reason(reason.code(), reason.arguments())));
		RpcInstance instance = route.instance();
		if (instance != null && this.rules != null) {
			for (AppliedRule rule : this.rules.rules(instance.service()).appliedTo(instance)) {
				written.addOperatorRules(RoutingText.of(rule)).addRules(reason(rule.code(), rule.arguments()));
			}
		}
		return written.build();
	}

	private static Reason reason(Enum<?> code, List<String> arguments) {
		return Reason.newBuilder().setCode(code.name()).addAllArguments(arguments).build();
	}

	private static Change change(ViewChange change) {
		return Change.newBuilder()
			.setAtMillis(change.at().toEpochMilli())
			.setSubject(change.subject())
			.setWhat(change.what())
			.build();
	}

	private static String text(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
