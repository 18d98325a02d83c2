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

package io.mprpc.cloud;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.mprpc.registry.ApplicationInstance;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;

import org.springframework.cloud.client.ServiceInstance;

/**
 * An instance as Spring Cloud's users see it.
 *
 * @param instanceId identity of the instance
 * @param serviceId name of the service or the application
 * @param host host name or IP address, an IPv6 address without brackets
 * @param port the port
 * @param secure whether the port speaks TLS
 * @param metadata its metadata
 */
record RpcServiceInstance(String instanceId, String serviceId, String host, int port, boolean secure,
		Map<String, String> metadata) implements ServiceInstance {

	/** An instance of a service. */
	static RpcServiceInstance of(RpcInstance instance) {
		InstanceMetadata published = instance.metadata();
		Map<String, String> metadata = new TreeMap<>();
		published.tags().forEach((key, value) -> metadata.put("tag." + key, value));
		published.ports().forEach((name, port) -> metadata.put("port." + name, port.toString()));
		metadata.put("application", published.application());
		metadata.put("methods", String.join(",", new TreeSet<>(instance.methods())));
		metadata.put("status", published.status().name());
		metadata.put("version", published.version());
		metadata.put("weight", String.valueOf(published.weight()));
		metadata.put("zone", published.zone());
		if (published.startTime() != null) {
			metadata.put("start-time", published.startTime().toString());
		}
		return new RpcServiceInstance(instance.id(), instance.service().value(), instance.endpoint().host(),
				instance.endpoint().port(), published.secure(), metadata);
	}

	/** An instance of an application. */
	static RpcServiceInstance of(ApplicationInstance instance) {
		return new RpcServiceInstance(instance.id(), instance.application(), instance.host(), instance.port(),
				instance.secure(), new TreeMap<>(instance.metadata()));
	}

	static URI uri(boolean secure, String host, int port) {
		String literal = (host.indexOf(':') >= 0) ? '[' + host + ']' : host;
		String authority = (port > 0) ? literal + ':' + port : literal;
		return URI.create((secure ? "https://" : "http://") + authority);
	}

	@Override
	public String getInstanceId() {
		return this.instanceId;
	}

	@Override
	public String getServiceId() {
		return this.serviceId;
	}

	@Override
	public String getHost() {
		return this.host;
	}

	@Override
	public int getPort() {
		return this.port;
	}

	@Override
	public boolean isSecure() {
		return this.secure;
	}

	@Override
	public URI getUri() {
		return uri(this.secure, this.host, this.port);
	}

	@Override
	public Map<String, String> getMetadata() {
		return this.metadata;
	}

}
