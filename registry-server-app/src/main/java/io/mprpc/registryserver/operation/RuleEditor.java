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

package io.mprpc.registryserver.operation;

import java.util.SortedSet;
import java.util.TreeSet;

import io.mprpc.internal.governance.InstanceRule;
import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registryserver.journal.JournalEvent;
import io.mprpc.registryserver.journal.JournalEventType;
import org.jspecify.annotations.Nullable;

/**
 * Pure function from commands to changed rules, which refuses invalid commands.
 */
final class RuleEditor {

	private final CommandState state;

	private final boolean force;

	RuleEditor(CommandState state, boolean force) {
		this.state = state;
		this.force = force;
	}

	Change change(Command command) {
		if (command instanceof Command.SetInstanceServing serve) {
			return setInstanceServing(serve);
		}
		if (command instanceof Command.SetMethodServing serve) {
			return setMethodServing(serve);
		}
		if (command instanceof Command.SetVersionServing serve) {
			return setVersionServing(serve);
		}
		if (command instanceof Command.SetInstanceWeight weigh) {
			return setInstanceWeight(weigh);
		}
		return removeRule((Command.RemoveRule) command);
	}

	private Change setInstanceServing(Command.SetInstanceServing command) {
		InstanceRule rule = known(command.endpoint());
		InstanceRule changed = rule.withOutOfService(!command.inService());
		JournalEventType kind = command.inService() ? JournalEventType.INSTANCE_PUT_BACK
				: JournalEventType.INSTANCE_TAKEN_OUT;
		String text = command.endpoint() + (command.inService() ? " back into service" : " out of service");
		return set(command.endpoint(), changed, command.inService() ? null : command.lifetime(),
				event(kind, command.inService() ? null : command.lifetime()), text);
	}

	private Change setMethodServing(Command.SetMethodServing command) {
		InstanceRule rule = known(command.endpoint());
		SortedSet<String> out = new TreeSet<>(rule.methodsOutOfService());
		boolean exposed = this.state.instance(command.endpoint())
			.filter((instance) -> instance.serves(command.method()))
			.isPresent();
		if (!exposed && !(command.inService() && out.contains(command.method()))) {
			throw Refusals.unknownMethod(this.state.service(), command.endpoint(), command.method());
		}
		if (command.inService()) {
			out.remove(command.method());
		}
		else {
			out.add(command.method());
		}
		JournalEventType kind = command.inService() ? JournalEventType.METHOD_PUT_BACK
				: JournalEventType.METHOD_TAKEN_OUT;
		String text = command.method() + " at " + command.endpoint()
				+ (command.inService() ? " back into service" : " out of service");
		return set(command.endpoint(), rule.withMethodsOutOfService(out),
				command.inService() ? null : command.lifetime(),
				event(kind, command.inService() ? null : command.lifetime()).about(command.method()), text);
	}

	private Change setVersionServing(Command.SetVersionServing command) {
		ServiceRules rules = this.state.rules();
		SortedSet<String> out = new TreeSet<>(rules.versionsOutOfService());
		String version = command.version();
		boolean present = this.state.instances()
			.stream()
			.anyMatch((instance) -> instance.metadata().version().equals(version));
		if (!present && !(command.inService() && out.contains(version))) {
			throw Refusals.unknownVersion(this.state.service(), version);
		}
		if (command.inService()) {
			out.remove(version);
		}
		else {
			out.add(version);
		}
		JournalEventType kind = command.inService() ? JournalEventType.VERSION_PUT_BACK
				: JournalEventType.VERSION_TAKEN_OUT;
		return new Change(rules.withVersionsOutOfService(out),
				JournalEvent.of(kind, this.state.service()).about(version),
				"version '" + version + (command.inService() ? "' back into service" : "' out of service"));
	}

	private Change setInstanceWeight(Command.SetInstanceWeight command) {
		Integer weight = command.weight();
		if (weight != null && (weight < 0 || weight > InstanceMetadata.MAX_WEIGHT)) {
			throw Refusals.weight(weight);
		}
		InstanceRule rule = known(command.endpoint());
		String own = this.state.instance(command.endpoint())
			.map((instance) -> String.valueOf(instance.metadata().weight()))
			.orElse(null);
		String before = (rule.weight() != null) ? rule.weight().toString() : own;
		JournalEvent event = event((weight != null) ? JournalEventType.WEIGHT_SET : JournalEventType.WEIGHT_RESET, null)
			.from(before, (weight != null) ? weight.toString() : own);
		return set(command.endpoint(), rule.withWeight(weight), (weight != null) ? command.lifetime() : null, event,
				"weight of " + command.endpoint() + ((weight != null) ? " set to " + weight : " reset to its own"));
	}

	private Change removeRule(Command.RemoveRule command) {
		InstanceRule rule = this.state.rules().instance(command.endpoint());
		if (rule.isEmpty()) {
			throw Refusals.unknownRule(this.state.service(), command.endpoint());
		}
		return new Change(this.state.rules().withInstance(command.endpoint(), InstanceRule.NONE),
				JournalEvent.of(JournalEventType.RULE_REMOVED, this.state.service())
					.at(command.endpoint())
					.from(describe(rule), null),
				"rule for " + command.endpoint() + " removed");
	}

	/** The rule that applies at an endpoint where there is an instance, or a rule. */
	private InstanceRule known(Endpoint endpoint) {
		if (this.state.instance(endpoint).isEmpty() && this.state.rules().instance(endpoint).isEmpty()) {
			throw Refusals.unknownInstance(this.state.service(), endpoint);
		}
		return this.state.applicable(endpoint);
	}

	/** Sets a rule; without a lifetime, the rule keeps its own. */
	private Change set(Endpoint endpoint, InstanceRule rule, @Nullable RuleLifetime lifetime, JournalEvent event,
			String text) {
		InstanceRule changed = rule;
		if (lifetime != null) {
			RpcInstance instance = this.state.instance(endpoint)
				.orElseThrow(() -> Refusals.unknownInstance(this.state.service(), endpoint));
			String uuid = (lifetime == RuleLifetime.UNTIL_RESTART) ? instance.metadata().uuid() : null;
			if (lifetime == RuleLifetime.UNTIL_RESTART && uuid == null) {
				throw Refusals.noUuid(this.state.service(), endpoint);
			}
			boolean other = (rule.uuid() == null) != (uuid == null);
			if (other && !this.state.applicable(endpoint).isEmpty() && !this.force) {
				throw Refusals.otherLifetime(this.state.service(), endpoint, rule.uuid() == null);
			}
			changed = rule.withUuid(uuid);
		}
		return new Change(this.state.rules().withInstance(endpoint, changed), event.at(endpoint), text);
	}

	private JournalEvent event(JournalEventType kind, @Nullable RuleLifetime lifetime) {
		return JournalEvent.of(kind, this.state.service()).from(null, (lifetime != null) ? lifetime.name() : null);
	}

	private static String describe(InstanceRule rule) {
		return (rule.outOfService() ? "out of service; " : "")
				+ ((rule.weight() != null) ? "weight " + rule.weight() + "; " : "")
				+ (rule.methodsOutOfService().isEmpty() ? ""
						: "methods out of service: " + String.join(", ", rule.methodsOutOfService()) + "; ")
				+ ((rule.uuid() == null) ? "lasting" : "until restart");
	}

}
