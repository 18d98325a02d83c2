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

package io.mprpc.internal.grpc.balancer.pick;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.backend.Candidate;
import io.mprpc.internal.grpc.balancer.reason.RoutingText;
import io.mprpc.internal.grpc.client.Destination;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import org.jspecify.annotations.Nullable;

/**
 * Status of a call that no instance can take: the method and the place that were looked
 * for, how many instances there are, and why none of them fits.
 */
public final class PickFailure {

	private static final int MAX_LISTED = 5;

	private final MethodDescriptor<?, ?> method;

	private final List<Candidate> candidates;

	private final @Nullable Resolution resolution;

	private final Destination destination;

	PickFailure(MethodDescriptor<?, ?> method, BalancerSnapshot snapshot, Destination destination) {
		this.method = method;
		this.candidates = snapshot.candidates();
		this.resolution = snapshot.resolution();
		this.destination = destination;
	}

	/**
	 * No instance in service serves the method.
	 * @return {@link Status#UNIMPLEMENTED} if there are instances but the method is
	 * nowhere among them, else {@link Status#UNAVAILABLE}
	 */
	Status noCandidate() {
		String looked = "Looked for " + this.method.getFullMethodName() + place() + ": ";
		if (this.candidates.isEmpty() && !this.destination.equals(Destination.DEFAULT)) {
			return Status.UNAVAILABLE
				.withDescription(looked + "no instance has " + this.destination + ", where a rule sends the call");
		}
		if (this.resolution != null && this.candidates.isEmpty()) {
			return Status.UNAVAILABLE.withDescription(looked + noneFits(this.resolution));
		}
		if (this.candidates.isEmpty()) {
			return Status.UNAVAILABLE.withDescription(looked + "there is no instance");
		}
		List<Candidate> able = this.candidates.stream().filter((each) -> each.serves(this.method)).toList();
		if (able.isEmpty()) {
			return Status.UNIMPLEMENTED.withDescription(looked + "none of " + instances(this.candidates.size())
					+ " serves it, or operators took it out of service there; they serve "
					+ list(methods(), Function.identity()));
		}
		return Status.UNAVAILABLE
			.withDescription(looked + "none of " + instances(able.size()) + " that serve it takes calls now: "
					+ list(able, (each) -> each.name() + " is " + RoutingText.of(each.standing())));
	}

	/**
	 * No instance that serves the method can be reached.
	 * @param able the instances
	 * @return {@link Status#UNAVAILABLE} with the last error
	 */
	Status unreachable(List<Candidate> able) {
		Status last = able.stream()
			.map((each) -> each.condition().error())
			.filter(Objects::nonNull)
			.reduce((first, second) -> second)
			.orElse(Status.UNAVAILABLE);
		return Status.UNAVAILABLE
			.withDescription("Cannot call " + this.method.getFullMethodName() + place() + ": none of "
					+ instances(able.size()) + " that serve it can be reached; "
					+ list(able, (each) -> each.name() + ": " + error(each.condition().error())))
			.withCause(last.getCause());
	}

	/**
	 * No instance that serves the method is connected yet.
	 * @param able the instances
	 * @return the problem in words
	 */
	String connecting(List<Candidate> able) {
		return "Waiting for a connection to call " + this.method.getFullMethodName() + place() + ": "
				+ list(able, (each) -> each.name() + ": "
						+ ((each.condition().error() != null) ? error(each.condition().error()) : "connecting"));
	}

	private String place() {
		return (this.resolution != null) ? " in namespace '" + this.resolution.namespace() + "' of the registry at "
				+ this.resolution.registry() + freshness(this.resolution.view()) : "";
	}

	private static String freshness(ServiceView view) {
		return switch (view.state()) {
			case LIVE -> "";
			case STALE -> " (out of reach, last seen " + view.asOf() + ")";
			case SNAPSHOT -> " (out of reach, from the snapshot of " + view.asOf() + ")";
			case LOADING -> " (which has not answered yet)";
		};
	}

	private static String noneFits(Resolution resolution) {
		List<RpcInstance> all = resolution.view().instances();
		RpcTarget target = resolution.target();
		if (all.isEmpty()) {
			return "no instance of " + target.service() + " is registered" + resolution.note().apply(target.service());
		}
		SortedSet<String> offers = new TreeSet<>();
		all.forEach((instance) -> offers.add(offer(target, instance)));
		return "none of " + instances(all.size()) + " of " + target.service() + " fits " + target + "; there are "
				+ list(offers, Function.identity());
	}

	private static String offer(RpcTarget target, RpcInstance instance) {
		String version = instance.metadata().version();
		String text = version.isEmpty() ? "no version" : "version " + version;
		if (target.tags().isEmpty()) {
			return text;
		}
		return text + " with "
				+ target.tags()
					.keySet()
					.stream()
					.map((tag) -> tag + '=' + instance.metadata().tags().getOrDefault(tag, ""))
					.collect(Collectors.joining(", "));
	}

	private SortedSet<String> methods() {
		SortedSet<String> methods = new TreeSet<>();
		for (Candidate candidate : this.candidates) {
			if (candidate.instance() != null) {
				methods.addAll(candidate.instance().methods());
			}
		}
		return methods;
	}

	/**
	 * Text of an error, with its cause.
	 * @param status the error
	 * @return the text
	 */
	public static String error(@Nullable Status status) {
		if (status == null) {
			return "not connected";
		}
		String description = (status.getDescription() != null) ? status.getDescription() : status.getCode().toString();
		Throwable cause = status.getCause();
		return (cause != null && cause.getMessage() != null) ? description + " (" + cause.getMessage() + ')'
				: description;
	}

	private static String instances(int number) {
		return (number == 1) ? "1 instance" : number + " instances";
	}

	private static <T> String list(Collection<T> all, Function<T, String> text) {
		if (all.isEmpty()) {
			return "nothing";
		}
		String listed = all.stream().limit(MAX_LISTED).map(text).collect(Collectors.joining(", "));
		return (all.size() > MAX_LISTED) ? listed + " and " + (all.size() - MAX_LISTED) + " more" : listed;
	}

}
