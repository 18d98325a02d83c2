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

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

import io.mprpc.internal.registry.LocalInstances;
import io.mprpc.registry.ServiceName;

/**
 * Explanation, for the error of a call, why a service that this very process serves has
 * no instance.
 */
public final class OwnServiceNote implements Function<ServiceName, String> {

	private final LocalInstances local;

	private final Supplier<List<ServiceDefinition>> provided;

	private final RegisterWhen when;

	/**
	 * Creates the explanation.
	 * @param local knows whether the server listens
	 * @param provided services that this process serves, empty before all beans exist
	 * @param when when they are registered
	 */
	public OwnServiceNote(LocalInstances local, Supplier<List<ServiceDefinition>> provided, RegisterWhen when) {
		this.local = local;
		this.provided = provided;
		this.when = when;
	}

	@Override
	public String apply(ServiceName service) {
		List<ServiceDefinition> definitions = this.provided.get();
		ServiceDefinition own = definitions.stream()
			.filter((definition) -> definition.service().equals(service))
			.findFirst()
			.orElse(null);
		if (own != null && !own.register()) {
			return "; this application serves it but does not register it (@RpcService(register = false))";
		}
		if (this.local.isServing() || (own == null && !definitions.isEmpty())) {
			return "";
		}
		return ((own != null) ? "; this application serves it itself" : "; if this application serves it itself")
				+ ": it can be called here when the gRPC server listens, after all beans are created, for example "
				+ "from an ApplicationRunner; other applications see it " + seenByOthers();
	}

	private String seenByOthers() {
		String value = this.when.name().toLowerCase(Locale.ROOT).replace('_', '-');
		return ((this.when == RegisterWhen.APPLICATION_READY) ? "when the application is ready" : "at the same time")
				+ " (rpc.server.register-when=" + value + ')';
	}

}
