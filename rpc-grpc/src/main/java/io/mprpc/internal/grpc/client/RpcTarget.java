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

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.ServiceName;

/**
 * Target of a channel: a service, and which of its instances. Written as a gRPC target,
 * {@code rpc:///demo.UserService?tag.ring=canary&version=2}.
 *
 * @param service the service
 * @param version version that an instance must have, empty for any
 * @param tags tags that an instance must have, in the order of their keys
 * @since 0.1
 */
public record RpcTarget(ServiceName service, String version, SortedMap<String, String> tags) {

	/** Scheme of the target. */
	public static final String SCHEME = "rpc";

	private static final String PREFIX = SCHEME + ":///";

	private static final String VERSION = "version";

	private static final String TAG = "tag.";

	/**
	 * Copies the tags.
	 */
	public RpcTarget {
		Objects.requireNonNull(service, "service");
		Objects.requireNonNull(version, "version");
		tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
	}

	/**
	 * Target that leads to any instance of a service.
	 * @param service the service
	 * @return the target
	 */
	public static RpcTarget of(ServiceName service) {
		return new RpcTarget(service, "", new TreeMap<>());
	}

	/**
	 * Reads a target.
	 * @param target the text
	 * @return the target
	 * @throws IllegalArgumentException if the text is not such a target: the message says
	 * what is wrong
	 */
	public static RpcTarget parse(String target) {
		if (!target.startsWith(PREFIX)) {
			throw new IllegalArgumentException(
					"'" + target + "' is not of the form " + PREFIX + "package.Service?version=...&tag.name=...");
		}
		String path = target.substring(PREFIX.length());
		int question = path.indexOf('?');
		ServiceName service = new ServiceName(decode((question < 0) ? path : path.substring(0, question)));
		String version = "";
		TreeMap<String, String> tags = new TreeMap<>();
		if (question >= 0) {
			for (String parameter : path.substring(question + 1).split("&")) {
				int equals = parameter.indexOf('=');
				String name = decode((equals < 0) ? parameter : parameter.substring(0, equals));
				String value = (equals < 0) ? "" : decode(parameter.substring(equals + 1));
				if (name.equals(VERSION)) {
					version = value;
				}
				else if (name.startsWith(TAG) && name.length() > TAG.length()) {
					tags.put(name.substring(TAG.length()), value);
				}
				else {
					throw new IllegalArgumentException("Unknown parameter '" + name + "' in '" + target
							+ "': known are 'version' and 'tag.<name>'");
				}
			}
		}
		return new RpcTarget(service, version, tags);
	}

	/**
	 * Whether an instance is one that this target leads to. Its status and methods play
	 * no part.
	 * @param metadata metadata of the instance
	 * @return whether version and tags fit
	 */
	public boolean accepts(InstanceMetadata metadata) {
		return Destination.accepts(metadata, this.version, this.tags);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(PREFIX).append(encode(this.service.value()));
		char separator = '?';
		for (Map.Entry<String, String> tag : this.tags.entrySet()) {
			text.append(separator).append(TAG).append(encode(tag.getKey())).append('=').append(encode(tag.getValue()));
			separator = '&';
		}
		if (!this.version.isEmpty()) {
			text.append(separator).append(VERSION).append('=').append(encode(this.version));
		}
		return text.toString();
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static String decode(String text) {
		return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

}
