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

package io.mprpc.internal.grpc.client.settings;

import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the calls to a method.
 *
 * @param unaryDeadline time that a call has in all if it is unary, {@code null} for any
 * @param streamDeadline time that a call has in all if it streams in any direction,
 * {@code null} for any
 * @param waitForReady whether a call waits until an instance is ready instead of failing
 * immediately, {@code null} to leave it to the caller
 * @param retry settings of retries
 * @param hedging how a call is hedged, {@code null} for not at all
 * @since 0.1
 */
public record CallSettings(@Nullable CallDeadline unaryDeadline, @Nullable CallDeadline streamDeadline,
		@Nullable Boolean waitForReady, RetrySettings retry, @Nullable HedgingSettings hedging) {

	public @Nullable CallDeadline deadline(MethodDescriptor<?, ?> method) {
		return (method.getType() == MethodDescriptor.MethodType.UNARY) ? this.unaryDeadline : this.streamDeadline;
	}

}
