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

package io.mprpc.registryserver.explain;

import java.time.Instant;
import java.util.List;

import io.mprpc.internal.input.UntrustedText;
import io.mprpc.reports.v1.ExplainResponse;
import io.mprpc.reports.v1.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * A consumer's own explanation of where its calls of a service go.
 *
 * @param process identity of the consumer
 * @param application name of its application, may be empty
 * @param error reason why it did not answer, {@code null} if it did
 * @param channels its channels to the service that are in use, empty if it did not answer
 * or does not call the service
 */
public record ConsumerAnswer(String process, String application, @Nullable String error, List<Channel> channels) {

	private static final int MAX_CHANNELS = 10;

	private static final int MAX_ROUTES = 500;

	private static final int MAX_RULES = 10;

	private static final int MAX_CHANGES = 20;

	private static final int MAX_ARGUMENTS = 3;

	private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

	/**
	 * Copies the channels.
	 */
	public ConsumerAnswer {
		channels = List.copyOf(channels);
	}

	static ConsumerAnswer of(String process, String application, ExplainResponse response) {
		return new ConsumerAnswer(process, application, null,
				response.getExplanationsList().stream().limit(MAX_CHANNELS).map(ConsumerAnswer::channel).toList());
	}

	static ConsumerAnswer failed(String process, String application, String error) {
		return new ConsumerAnswer(process, application, printable(error), List.of());
	}

	private static Channel channel(Explanation said) {
		List<Route> routes = said.getRoutesList()
			.stream()
			.limit(MAX_ROUTES)
			.map((route) -> new Route(printable(route.getEndpoint()), route.getPicked(), share(route.getShare()),
					printable(route.getReason()),
					route.getOperatorRulesList().stream().limit(MAX_RULES).map(ConsumerAnswer::printable).toList(),
					printable(route.getConnectivity()), printable(route.getError()), reasons(route.getReasonsList()),
					reasons(route.getRulesList())))
			.toList();
		List<Change> changes = said.getChangesList()
			.stream()
			.limit(MAX_CHANGES)
			.map((change) -> new Change(time(change.getAtMillis()), printable(change.getSubject()),
					printable(change.getWhat())))
			.toList();
		return new Channel(printable(said.getChannel()), printable(said.getRules()), printable(said.getConnectivity()),
				printable(said.getError()), printable(said.getView()), routes, changes);
	}

	private static List<RoutingReason> reasons(List<io.mprpc.reports.v1.Reason> said) {
		return said.stream()
			.limit(MAX_RULES)
			.map((reason) -> new RoutingReason(printable(reason.getCode()),
					reason.getArgumentsList().stream().limit(MAX_ARGUMENTS).map(ConsumerAnswer::printable).toList()))
			.toList();
	}

	private static String printable(String text) {
		return UntrustedText.printable(text);
	}

	private static double share(double share) {
		return (share >= 0 && share <= 1) ? share : 0;
	}

	private static Instant time(long millis) {
		return Instant.ofEpochMilli(Math.max(0, Math.min(millis, LAST.toEpochMilli())));
	}

	/**
	 * One channel to the service.
	 *
	 * @param target target of the channel
	 * @param rules balancing rules of the channel
	 * @param connectivity state of the channel
	 * @param error reason why it has no instances, empty if it has
	 * @param view state of its view of the registry
	 * @param routes all instances that it knows
	 * @param changes the most recent changes that it observed, the latest first
	 */
	public record Channel(String target, String rules, String connectivity, String error, String view,
			List<Route> routes, List<Change> changes) {

	}

	/**
	 * One instance, as the consumer sees it.
	 *
	 * @param endpoint endpoint of the instance
	 * @param picked whether it is called
	 * @param share share of the calls, from 0 to 1
	 * @param reason reason why it is not picked, or a remark
	 * @param operatorRules rules of operators for it
	 * @param connectivity state of the connection
	 * @param error last connection error, empty if none
	 * @param reasons {@code reason} in structured form, for localization; empty if the
	 * consumer is of an earlier version
	 * @param rules {@code operatorRules} in structured form, for localization
	 */
	public record Route(String endpoint, boolean picked, double share, String reason, List<String> operatorRules,
			String connectivity, String error, List<RoutingReason> reasons, List<RoutingReason> rules) {

	}

	/**
	 * A reason or rule in structured form.
	 *
	 * @param code kind of the reason; a later version of the consumer may have unknown
	 * ones
	 * @param arguments arguments, which depend on the kind
	 */
	public record RoutingReason(String code, List<String> arguments) {

	}

	/**
	 * A change that the consumer observed.
	 *
	 * @param at time of the observation, by the consumer's clock
	 * @param subject the instance, empty for the view as a whole
	 * @param what the change
	 */
	public record Change(Instant at, String subject, String what) {

	}

}
