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
 * What can happen.
 */
public enum JournalEventType {

	/** This registry server began to look; what happened before was not seen. */
	SERVER_STARTED(false),

	/** An instance registered. Subject: its application; after: its version. */
	INSTANCE_ARRIVED(false),

	/**
	 * An instance is not registered any more. Subject: its application; before: its
	 * version.
	 */
	INSTANCE_LEFT(false),

	/**
	 * Another incarnation of an instance took its place. Subject: its application;
	 * before, after: versions.
	 */
	INSTANCE_RESTARTED(false),

	/** An instance says something else of itself. Before, after: its status. */
	STATUS_CHANGED(false),

	/** An instance asks for another share. Before, after: its weight. */
	WEIGHT_CHANGED(false),

	/**
	 * An instance exposes other methods. Before: those that went; after: those that came.
	 */
	METHODS_CHANGED(false),

	/** A process references the service. Subject: {@code application@host:pid:uuid}. */
	CONSUMER_ARRIVED(false),

	/**
	 * A process does not reference the service any more. Subject:
	 * {@code application@host:pid:uuid}.
	 */
	CONSUMER_LEFT(false),

	/** Rules were changed, but not through this server. Actor: who; after: how. */
	RULES_CHANGED(false),

	/** An instance was taken out of service. After: how long. */
	INSTANCE_TAKEN_OUT(true),

	/** An instance was put back into service. */
	INSTANCE_PUT_BACK(true),

	/**
	 * A method of an instance was taken out of service. Subject: the method; after: how
	 * long.
	 */
	METHOD_TAKEN_OUT(true),

	/** A method of an instance was put back into service. Subject: the method. */
	METHOD_PUT_BACK(true),

	/** A whole version was taken out of service. Subject: the version. */
	VERSION_TAKEN_OUT(true),

	/** A whole version was put back into service. Subject: the version. */
	VERSION_PUT_BACK(true),

	/** An instance was given another weight. Before, after: the weights. */
	WEIGHT_SET(true),

	/** An instance was given its own weight back. Before, after: the weights. */
	WEIGHT_RESET(true),

	/** All that was set for an instance was removed. Before: what it was. */
	RULE_REMOVED(true),

	/** The name of a service without instance, consumer and rule was removed. */
	SERVICE_REMOVED(true),

	/** The same by itself, after a time. After: the time. */
	SERVICE_RETIRED(false),

	/**
	 * A method was called by hand. Subject: the method; after: the status of the call.
	 */
	METHOD_TRIED(true);

	private final boolean command;

	JournalEventType(boolean command) {
		this.command = command;
	}

	/**
	 * Whether somebody commanded it here; otherwise it was seen to happen.
	 * @return whether it is a command
	 */
	public boolean isCommand() {
		return this.command;
	}

}
