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
package io.mprpc.internal.grpc.server;

/**
 * Services that gRPC and this library serve beside those of the application: health,
 * reflection, channelz, the client status of xDS, and the identity of the process. An
 * application may have services of its own in other packages below {@code grpc}.
 */
public final class InfrastructureServices {

	private static final String GRPC = "grpc.";

	private static final String[] OF_GRPC = { GRPC + "health.v1.", GRPC + "reflection.v1.",
			GRPC + "reflection.v1alpha.", GRPC + "channelz.v1." };

	private static final String XDS_CLIENT_STATUS = "envoy.service.status.v3.";

	// Asked by consumers before they send calls.
	private static final String IDENTITY = "mprpc.identity.";

	private InfrastructureServices() {
	}

	/**
	 * Whether a service is one of them. Asked for each call.
	 * @param service full name of the service, or of one of its methods
	 * @return whether it is
	 */
	public static boolean includes(String service) {
		if (service.startsWith(GRPC)) {
			for (String prefix : OF_GRPC) {
				if (service.startsWith(prefix)) {
					return true;
				}
			}
			return false;
		}
		return service.startsWith(IDENTITY) || service.startsWith(XDS_CLIENT_STATUS);
	}

}
