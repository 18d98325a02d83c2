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

package io.mprpc.internal.grpc.client;

/**
 * Cause of the status of calls whose target is not resolved. It tells them from calls
 * that are refused with the same status code, whatever load balancer passes the status
 * on.
 *
 * @since 0.1
 */
public final class TargetNotResolvedException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the cause, without a stack trace.
	 * @param target the target
	 */
	public TargetNotResolvedException(RpcTarget target) {
		super(target + " is not resolved", null, false, false);
	}

}
