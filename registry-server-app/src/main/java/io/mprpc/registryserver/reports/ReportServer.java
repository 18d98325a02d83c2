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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.reports.port.AddressGroup;
import io.mprpc.registryserver.reports.port.BoundedServerSocketChannel;
import io.mprpc.registryserver.reports.port.Connections;
import io.mprpc.registryserver.reports.port.InboundBytes;
import io.mprpc.registryserver.reports.reading.SeriesBudget;
import io.mprpc.reports.v1.ReportServiceGrpc;
import io.mprpc.reports.v1.ServerMessage;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

/**
 * Report port of the registry server. It has threads of its own: two for connections, two
 * for the work, and a timer; nothing that a process sends occupies a thread of the
 * console.
 */
public final class ReportServer implements AutoCloseable {

	private static final int FLOW_CONTROL_WINDOW = 64 * 1024;

	private static final int WORKERS = 2;

	private static final int MAX_RESETS = 100;

	private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	private final Server server;

	private final ReportStreams streams;

	private final StreamEnvironment environment;

	private final EventLoopGroup loop;

	private final ExecutorService workers;

	private final ScheduledThreadPoolExecutor timer;

	private final Subscription registryChanges;

	private volatile String name = "";

	private ReportServer(ReportServerSettings settings, ReportStreams streams, ReportBackend backend,
			MeterRegistry registry, TimeSource time, Collection<ServerServiceDefinition> services) throws IOException {
		this.streams = streams;
		this.loop = new MultiThreadIoEventLoopGroup(1, threads("report-io"), NioIoHandler.newFactory());
		this.workers = Executors.newFixedThreadPool(WORKERS, threads("report-worker"));
		this.timer = new ScheduledThreadPoolExecutor(1, threads("report-timer"));
		this.timer.setRemoveOnCancelPolicy(true);
		Connections connections = new Connections(settings.connections());
		SeriesBudget series = new SeriesBudget(StreamLimits.MAX_ALL_SERIES);
		ReportMeters meters = new ReportMeters(registry);
		meters.observe(streams);
		meters.observe(connections);
		this.environment = new StreamEnvironment(settings.streams(), backend, streams, connections,
				new HandshakeAdmission(settings.streams()), series, meters, new ReportLog(), time, this.workers,
				this.timer, this::name);
		NettyServerBuilder builder = builder(settings, connections);
		services.forEach(builder::addService);
		this.server = builder.addService(service()).build();
		this.registryChanges = backend.processes().onChange(() -> this.timer.execute(this::registryChanged));
	}

	/**
	 * Starts a report port.
	 * @param settings its settings
	 * @param streams receives the streams
	 * @param backend the registry, and the receiver of reports
	 * @param registry registry of meters
	 * @param time source of time
	 * @param services further services on the same port
	 * @return the port, which listens
	 * @throws UncheckedIOException if the address cannot be bound
	 */
	public static ReportServer start(ReportServerSettings settings, ReportStreams streams, ReportBackend backend,
			MeterRegistry registry, TimeSource time, Collection<ServerServiceDefinition> services) {
		ReportServer started;
		try {
			started = new ReportServer(settings, streams, backend, registry, time, services);
			started.listen(settings);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return started;
	}

	/**
	 * Port that it listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.getPort();
	}

	/**
	 * Name of this server, which processes sign.
	 * @return the name of its node below {@code /mprpc/.servers}; host and port that it
	 * listens on until it is {@link #setName set}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Sets the name of this server, before it is announced.
	 * @param name the name of its node
	 */
	public void setName(String name) {
		this.name = name;
	}

	/**
	 * Ends all streams, so that processes come again, and stops.
	 */
	@Override
	public void close() {
		this.registryChanges.close();
		this.server.shutdown();
		this.streams.open().forEach(ReportStream::stop);
		try {
			if (!this.server.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				this.server.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.server.shutdownNow();
		}
		this.timer.shutdownNow();
		this.workers.shutdown();
		this.loop.shutdownGracefully(0, STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void listen(ReportServerSettings settings) throws IOException {
		try {
			this.server.start();
		}
		catch (IOException ex) {
			close();
			throw ex;
		}
		this.name = settings.address().getHostString() + ':' + port();
		this.timer.scheduleWithFixedDelay(this::check, CHECK_INTERVAL.toMillis(), CHECK_INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	private NettyServerBuilder builder(ReportServerSettings settings, Connections connections) {
		long handshakeMillis = settings.streams().handshakeTimeout().toMillis();
		return NettyServerBuilder.forAddress(settings.address(), settings.credentials())
			.channelFactory(() -> new BoundedServerSocketChannel(connections))
			.bossEventLoopGroup(this.loop)
			.workerEventLoopGroup(this.loop)
			.executor(this.workers)
			.addStreamTracerFactory(InboundBytes.factory(new AtomicLong(), StreamLimits.MAX_INBOUND_BYTES,
					3L * StreamLimits.MAX_HANDSHAKE_BYTES))
			// Its inflated size is not known before.
			.decompressorRegistry(DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
			.maxConcurrentCallsPerConnection(settings.streams().streamsPerConnection())
			.maxInboundMessageSize(StreamLimits.MAX_MESSAGE_BYTES)
			.flowControlWindow(FLOW_CONTROL_WINDOW)
			.handshakeTimeout(handshakeMillis, TimeUnit.MILLISECONDS)
			.maxConnectionIdle(handshakeMillis, TimeUnit.MILLISECONDS)
			.keepAliveTime(30, TimeUnit.SECONDS)
			.keepAliveTimeout(10, TimeUnit.SECONDS)
			.permitKeepAliveTime(10, TimeUnit.SECONDS)
			.permitKeepAliveWithoutCalls(false)
			.maxRstFramesPerWindow(MAX_RESETS, 10);
	}

	private ServerServiceDefinition service() {
		return ServerServiceDefinition.builder(ReportServiceGrpc.SERVICE_NAME)
			.addMethod(ReportServiceGrpc.getReportMethod()
				.toBuilder(new Unread(), ReportServiceGrpc.getReportMethod().getResponseMarshaller())
				.build(), this::begin)
			.build();
	}

	private ServerCall.Listener<InputStream> begin(ServerCall<InputStream, ServerMessage> call, Metadata headers) {
		if (!(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote)) {
			call.close(Status.INTERNAL.withDescription("The address of the connection is not known"), new Metadata());
			return new ServerCall.Listener<>() {
			};
		}
		String refusal = this.environment.admission()
			.enter(AddressGroup.of(remote), this.environment.time().nanoTime());
		if (!refusal.isEmpty()) {
			this.environment.meters().ended(EndReason.BUSY);
			call.close(EndReason.BUSY.status(refusal), new Metadata());
			return new ServerCall.Listener<>() {
			};
		}
		ReportStream stream = new ReportStream(call, remote, InboundBytes.current(), this.environment);
		stream.start();
		return stream;
	}

	private void check() {
		long now = this.environment.time().nanoTime();
		Takeovers takeovers = new Takeovers(this.environment.backend().processes());
		this.streams.open().forEach((stream) -> stream.check(now, takeovers));
	}

	private void registryChanged() {
		this.streams.open().forEach(ReportStream::registryChanged);
	}

	private static ThreadFactory threads(String name) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, name + '-' + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	/** Marshaller that leaves messages to the stream, which may drop them unread. */
	private static final class Unread implements Marshaller<InputStream> {

		@Override
		public InputStream stream(InputStream value) {
			return value;
		}

		@Override
		public InputStream parse(InputStream stream) {
			return stream;
		}

	}

}
