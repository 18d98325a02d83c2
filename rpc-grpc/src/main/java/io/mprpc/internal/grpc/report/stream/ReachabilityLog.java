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

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.grpc.Status;
import io.mprpc.internal.input.UntrustedText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of whether a registry server can be reported to: one line per outage and one when
 * it is over.
 */
final class ReachabilityLog {

	private static final Logger logger = LoggerFactory.getLogger(ReachabilityLog.class);

	private static final int MAX_DEPTH = 10;

	private final String server;

	private final long outageNanos;

	private boolean failing;

	private long failingSince;

	private boolean outage;

	private Status.@Nullable Code refusal;

	private boolean insecure;

	/**
	 * Creates a log.
	 * @param server name of the server
	 * @param outage how long the server is not reached until the log tells
	 */
	ReachabilityLog(String server, Duration outage) {
		this.server = server;
		this.outageNanos = outage.toNanos();
	}

	void attempt(long now) {
		if (!this.failing) {
			this.failing = true;
			this.failingSince = now;
		}
	}

	void failed(Status status, long now) {
		logger.debug("Stream to registry server {} ended: {}", this.server, status);
		if (!this.failing || this.outage || now - this.failingSince < this.outageNanos) {
			return;
		}
		this.outage = true;
		logger.warn("Cannot report to registry server " + this.server + ": " + reason(status)
				+ ". Its console does not show the calls of this process. " + advice(status)
				+ "; or set rpc.reports.enabled=false. Retrying");
	}

	void refused(Status status) {
		if (this.refusal != status.getCode()) {
			this.refusal = status.getCode();
			logger.warn("Registry server " + this.server + " takes no reports of this process: " + reason(status)
					+ ". Retrying every half minute");
		}
	}

	void insecure() {
		if (!this.insecure) {
			this.insecure = true;
			logger.warn("Does not report to registry server " + this.server + ", because it is announced without TLS "
					+ "and rpc.registry.ssl.bundle demands TLS. Secure the port of reports at that server, as its "
					+ "ZooKeeper's");
		}
	}

	void stable(long now) {
		if (this.outage || this.refusal != null) {
			logger.info("Reports to registry server " + this.server + " again, after "
					+ TimeUnit.NANOSECONDS.toSeconds(now - this.failingSince) + " s");
		}
		this.failing = false;
		this.outage = false;
		this.refusal = null;
	}

	/**
	 * Reason for people.
	 * @param status status of a stream
	 * @return its code, and its description and cause as far as there are any
	 */
	static String reason(Status status) {
		StringBuilder reason = new StringBuilder(status.getCode().name());
		if (status.getDescription() != null) {
			// More lines describe the pipeline of the connection.
			reason.append(": ").append(UntrustedText.printable(status.getDescription().lines().findFirst().orElse("")));
		}
		Throwable cause = rootCause(status);
		if (cause != null && cause.getMessage() != null) {
			reason.append(" (").append(UntrustedText.printable(cause.getMessage())).append(')');
		}
		return reason.toString();
	}

	private static String advice(Status status) {
		Throwable cause = rootCause(status);
		if (cause instanceof GeneralSecurityException || cause instanceof SSLException) {
			return "The server's certificate must name its host, and rpc.registry.ssl.bundle must trust it and hold a "
					+ "certificate that the server trusts";
		}
		return "If the address is wrong, set rpc.registry-server.reports.advertised-host of that server, else let this "
				+ "process connect to the port";
	}

	private static @Nullable Throwable rootCause(Status status) {
		Throwable cause = status.getCause();
		for (int depth = 0; cause != null && cause.getCause() != null && depth < MAX_DEPTH; depth++) {
			cause = cause.getCause();
		}
		return cause;
	}

}
