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

package io.mprpc.registryserver.traffic;

/**
 * How far an instance gives figures.
 */
public enum PollState {

	/** It has not answered twice. */
	WAITING,

	/** It gives figures. */
	MEASURED,

	/** It has no admin service: {@code rpc.server.admin.enabled} is not set there. */
	NO_ADMIN_SERVICE,

	/** It wants another token: its {@code rpc.server.admin.token} differs. */
	REFUSED,

	/** It answered what makes no sense or is far too much. The log says what. */
	INVALID,

	/** It did not answer. */
	UNREACHABLE

}
