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

package io.mprpc.internal.provider;

import io.mprpc.internal.grpc.server.ConnectionTracker;
import io.mprpc.internal.grpc.server.Drain;
import io.mprpc.internal.grpc.server.DrainSettings;
import io.mprpc.internal.grpc.server.InfrastructureCalls;
import io.mprpc.internal.grpc.server.OpenCallReport;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.grpc.server.lifecycle.GrpcServerTerminatedEvent;

/**
 * Graceful deregistration of a provider, in steps that lose no call: announce, wait until
 * consumers have released it, withdraw. The server's own orderly shutdown follows and
 * lets open calls end.
 *
 * @since 0.1
 */
public final class GracefulDeregistration {

	private static final Logger logger = LoggerFactory.getLogger(GracefulDeregistration.class);

	private final ServingStatusPublisher signals;

	private final Drain drain;

	private final InfrastructureCalls infrastructure;

	private final OpenCallReport report;

	/**
	 * Creates a deregistration.
	 * @param signals publisher of the serving status
	 * @param traffic the connected clients
	 * @param infrastructure calls that end by force only
	 * @param settings how long to wait
	 * @param time source of time
	 */
	public GracefulDeregistration(ServingStatusPublisher signals, ConnectionTracker traffic,
			InfrastructureCalls infrastructure, DrainSettings settings, TimeSource time) {
		this.signals = signals;
		this.drain = new Drain(traffic::connections, settings, time, traffic::awaitChange);
		this.infrastructure = infrastructure;
		this.report = new OpenCallReport(traffic::openCalls, settings.reportInterval());
	}

	/**
	 * Withdraws. Returns when the server may stop.
	 * @param publication the publication
	 */
	void withdraw(Publication publication) {
		// Before the registry, which may be out of reach.
		this.signals.refuse();
		if (publication.state() != Publication.State.PUBLISHED) {
			logger.debug("Not registered, so no consumer is waited for");
		}
		else if (publication.status(InstanceStatus.DRAINING)) {
			this.drain.await();
		}
		else {
			logger.warn("The withdrawal of " + publication.instance().endpoint()
					+ " could not be announced because the registry is out of reach: consumers notice it when the "
					+ "connections close");
		}
		publication.close();
		endCalls();
	}

	/** Withdraws where nothing was ever published. */
	void withdraw() {
		this.signals.refuse();
		endCalls();
	}

	private void endCalls() {
		this.infrastructure.end();
		this.report.begin();
	}

	/** The server has stopped, whatever became of its calls. */
	@EventListener
	void onServerTerminated(GrpcServerTerminatedEvent event) {
		this.report.end();
	}

}
