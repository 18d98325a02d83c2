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

package io.mprpc.registryserver.journal;

/**
 * Type of an event in the journal.
 */
public enum JournalEventType {

	/**
	 * This registry server started to observe the registry; earlier events are unknown.
	 */
	SERVER_STARTED(false),

	/** An instance registered. Subject: its application; after: its version. */
	INSTANCE_ARRIVED(false),

	/**
	 * An instance is not registered any more. Subject: its application; before: its
	 * version.
	 */
	INSTANCE_LEFT(false),

	/**
	 * An instance was replaced by another incarnation. Subject: its application; before,
	 * after: versions.
	 */
	INSTANCE_RESTARTED(false),

	/** An instance changed its own status. Before, after: its status. */
	STATUS_CHANGED(false),

	/** An instance changed its own weight. Before, after: its weight. */
	WEIGHT_CHANGED(false),

	/**
	 * An instance changed its methods. Before: removed methods; after: added methods.
	 */
	METHODS_CHANGED(false),

	/** A process references the service. Subject: {@code application@host:pid:uuid}. */
	CONSUMER_ARRIVED(false),

	/**
	 * A process does not reference the service any more. Subject:
	 * {@code application@host:pid:uuid}.
	 */
	CONSUMER_LEFT(false),

	/**
	 * Rules were changed, but not through this server. Actor: author; after: the change.
	 */
	RULES_CHANGED(false),

	/** An instance was taken out of service. After: the lifetime. */
	INSTANCE_TAKEN_OUT(true),

	/** An instance was put back into service. */
	INSTANCE_PUT_BACK(true),

	/**
	 * A method of an instance was taken out of service. Subject: the method; after: the
	 * lifetime.
	 */
	METHOD_TAKEN_OUT(true),

	/** A method of an instance was put back into service. Subject: the method. */
	METHOD_PUT_BACK(true),

	/** A whole version was taken out of service. Subject: the version. */
	VERSION_TAKEN_OUT(true),

	/** A whole version was put back into service. Subject: the version. */
	VERSION_PUT_BACK(true),

	/** The weight of an instance was set. Before, after: the weights. */
	WEIGHT_SET(true),

	/** The weight of an instance was reset to its own. Before, after: the weights. */
	WEIGHT_RESET(true),

	/** The rule for an instance was removed. Before: the rule. */
	RULE_REMOVED(true),

	/** A service without instance, consumer and rule was removed. */
	SERVICE_REMOVED(true),

	/** The same, automatically after a time. After: the time. */
	SERVICE_RETIRED(false),

	/**
	 * The consumers of an application were muted. Subject: the application; after: the
	 * reason, if one was given.
	 */
	CONSUMER_MUTED(true),

	/**
	 * The consumers of an application are not muted any more. Subject: the application;
	 * after: the reason, if one was given.
	 */
	CONSUMER_UNMUTED(true),

	/**
	 * A method was called manually. Subject: the method; after: the status of the call.
	 */
	METHOD_TRIED(true);

	private final boolean command;

	JournalEventType(boolean command) {
		this.command = command;
	}

	/**
	 * Whether it is an operation on this server; otherwise it is an observed event.
	 * @return whether it is an operation
	 */
	public boolean isCommand() {
		return this.command;
	}

}
