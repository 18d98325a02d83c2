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

package io.mprpc.registryserver.reports;

import io.mprpc.internal.input.UntrustedText;

/**
 * Thrown when a process does not answer a question. The message is for people.
 */
@SuppressWarnings("serial")
public final class ProcessQuestionException extends RuntimeException {

	private final Reason reason;

	ProcessQuestionException(Reason reason) {
		this(reason, reason.text);
	}

	private ProcessQuestionException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	static ProcessQuestionException refused(String text) {
		return new ProcessQuestionException(Reason.REFUSED, Reason.REFUSED.text + ": " + UntrustedText.printable(text));
	}

	/**
	 * The reason, for texts in other languages.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Reason for which there is no answer.
	 */
	public enum Reason {

		/** The process has no stream to this server. */
		NOT_REPORTING("The process does not report to this server"),

		/** The process has questions enough. */
		TOO_MANY("The process has " + PendingQuestions.MAX + " questions to answer already; try again"),

		/** The process does not read what is sent to it. */
		NOT_READING("The process does not read what this server sends"),

		/** The deadline has passed. */
		TIMEOUT("The process has not answered in time"),

		/** The stream has ended. */
		STREAM_ENDED("The process has ended its stream before it answered"),

		/** The process answers that it cannot. */
		REFUSED("The process cannot answer"),

		/** The answer is larger than it may be. */
		TOO_LARGE("The answer of the process is larger than " + StreamLimits.MAX_ANSWER_BYTES / 1024 + " KB"),

		/** The answer is none that this server understands. */
		UNKNOWN_ANSWER("The process has sent an answer that this server does not understand");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

	}

}
