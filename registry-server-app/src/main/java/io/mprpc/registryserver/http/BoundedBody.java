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

package io.mprpc.registryserver.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import io.mprpc.internal.time.TimeSource;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/**
 * Body of a request that fails with a {@link RequestRefusedException} once it is too long
 * or takes too long to arrive.
 */
final class BoundedBody extends ServletInputStream {

	private final ServletInputStream body;

	private final long maxBytes;

	private final Duration timeout;

	private final TimeSource time;

	private final long start;

	private long bytes;

	private boolean complete;

	BoundedBody(ServletInputStream body, long maxBytes, Duration timeout, TimeSource time) {
		this.body = body;
		this.maxBytes = maxBytes;
		this.timeout = timeout;
		this.time = time;
		this.start = time.nanoTime();
	}

	/** Whether it was read completely. */
	boolean isComplete() {
		return this.complete;
	}

	/**
	 * Reads the rest, so that the client reads the response instead of a reset
	 * connection.
	 */
	void drain() {
		byte[] buffer = new byte[8192];
		while (read(buffer, 0, buffer.length) >= 0) {
			// The content is discarded.
		}
	}

	static String tooLong(long maxBytes) {
		return "The body of a request may be at most " + DataSize.ofBytes(maxBytes).toKilobytes()
				+ " KB long: 'rpc.registry-server.http.max-body-size' and 'max-form-size' set the bounds";
	}

	@Override
	public int read() {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) {
		if (length == 0) {
			return 0;
		}
		int count = arrive(buffer, offset, length);
		if (count < 0) {
			this.complete = true;
			return count;
		}
		this.bytes += count;
		if (this.bytes > this.maxBytes) {
			throw new RequestRefusedException(HttpStatus.CONTENT_TOO_LARGE, tooLong(this.maxBytes), null);
		}
		return count;
	}

	private int arrive(byte[] buffer, int offset, int length) {
		int count;
		try {
			count = this.body.read(buffer, offset, length);
		}
		catch (IOException ex) {
			if (ex instanceof SocketTimeoutException || ex.getCause() instanceof SocketTimeoutException) {
				throw tooSlow(ex);
			}
			// Not an error of the code that reads the body.
			throw new RequestRefusedException(HttpStatus.BAD_REQUEST,
					"The connection was lost before the body had arrived", ex);
		}
		if (count >= 0 && this.time.nanoTime() - this.start > this.timeout.toNanos()) {
			throw tooSlow(null);
		}
		return count;
	}

	private RequestRefusedException tooSlow(@Nullable Throwable cause) {
		return new RequestRefusedException(HttpStatus.REQUEST_TIMEOUT, "The body of the request did not arrive within "
				+ this.timeout.toMillis() + " ms ('rpc.registry-server.http.body-timeout')", cause);
	}

	@Override
	public boolean isFinished() {
		return this.body.isFinished();
	}

	@Override
	public boolean isReady() {
		return this.body.isReady();
	}

	@Override
	public void setReadListener(ReadListener listener) {
		// Would bypass the bounds, and is not used here.
		throw new UnsupportedOperationException("Bodies can only be read with blocking I/O");
	}

}
