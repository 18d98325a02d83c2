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

package io.mprpc.autoconfigure.observability;

import java.time.Duration;
import java.util.List;

import io.mprpc.internal.grpc.accesslog.AccessLogFormat;
import io.mprpc.internal.grpc.accesslog.AccessLogSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * One line per call.
 *
 * @since 0.1
 */
@ConfigurationProperties("rpc.access-log")
public class RpcAccessLogProperties {

	/**
	 * Form of a line.
	 */
	private AccessLogFormat format = AccessLogFormat.TEXT;

	/**
	 * Share of the calls that are written, from 0 to 1. Failed and slow calls are always
	 * written, so 0 writes only these.
	 */
	private double sampleRate = 1;

	/**
	 * Duration from which a call is slow and always written; 0 disables.
	 */
	private Duration slowThreshold = Duration.ZERO;

	/**
	 * Comma-separated list of services whose calls are not written. An asterisk at the
	 * end stands for anything.
	 */
	private List<String> excludedServices = List.of("grpc.health.*", "grpc.reflection.*");

	/**
	 * Number of lines that may wait to be written. More are dropped and counted, so that
	 * a slow disk does not slow calls down. Needs Logback.
	 */
	private int queueSize = 8192;

	private final Server server = new Server();

	private final Client client = new Client();

	private final File file = new File();

	public AccessLogFormat getFormat() {
		return this.format;
	}

	public void setFormat(AccessLogFormat format) {
		this.format = format;
	}

	public double getSampleRate() {
		return this.sampleRate;
	}

	public void setSampleRate(double sampleRate) {
		this.sampleRate = sampleRate;
	}

	public Duration getSlowThreshold() {
		return this.slowThreshold;
	}

	public void setSlowThreshold(Duration slowThreshold) {
		this.slowThreshold = slowThreshold;
	}

	public List<String> getExcludedServices() {
		return this.excludedServices;
	}

	public void setExcludedServices(List<String> excludedServices) {
		this.excludedServices = excludedServices;
	}

	public int getQueueSize() {
		return this.queueSize;
	}

	public void setQueueSize(int queueSize) {
		this.queueSize = queueSize;
	}

	public Server getServer() {
		return this.server;
	}

	public Client getClient() {
		return this.client;
	}

	public File getFile() {
		return this.file;
	}

	AccessLogSettings toSettings() {
		if (!(this.sampleRate >= 0 && this.sampleRate <= 1)) {
			throw invalid("sample-rate", this.sampleRate, "Must be between 0 and 1.");
		}
		if (this.slowThreshold.isNegative()) {
			throw invalid("slow-threshold", this.slowThreshold, "Must not be negative.");
		}
		return new AccessLogSettings(this.format, this.sampleRate, this.slowThreshold, this.excludedServices);
	}

	static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException("rpc.access-log." + name, value, reason);
	}

	/**
	 * Calls that this process serves.
	 */
	public static class Server {

		/**
		 * Whether to write calls that this application serves.
		 */
		private boolean enabled;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Calls that this process makes.
	 */
	public static class Client {

		/**
		 * Whether to write calls that this application makes.
		 */
		private boolean enabled;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/** Properties of the files. */
	public static class File {

		/**
		 * Path of the file that calls are written to. By default calls go to the
		 * application's log. Needs Logback.
		 */
		private @Nullable String name;

		/**
		 * Path of the file that failed calls are written to instead.
		 */
		private @Nullable String errorName;

		/**
		 * Size at which a file is rolled and compressed, as it also is each day.
		 */
		private DataSize maxSize = DataSize.ofMegabytes(100);

		/**
		 * Number of days that rolled files are kept.
		 */
		private int maxHistory = 7;

		/**
		 * Size of all rolled files together beyond which the oldest are deleted.
		 */
		private DataSize totalSizeCap = DataSize.ofGigabytes(2);

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public @Nullable String getErrorName() {
			return this.errorName;
		}

		public void setErrorName(@Nullable String errorName) {
			this.errorName = errorName;
		}

		public DataSize getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(DataSize maxSize) {
			this.maxSize = maxSize;
		}

		public int getMaxHistory() {
			return this.maxHistory;
		}

		public void setMaxHistory(int maxHistory) {
			this.maxHistory = maxHistory;
		}

		public DataSize getTotalSizeCap() {
			return this.totalSizeCap;
		}

		public void setTotalSizeCap(DataSize totalSizeCap) {
			this.totalSizeCap = totalSizeCap;
		}

	}

}
