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

package io.mprpc.autoconfigure.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

import io.mprpc.internal.ssl.SslBundleFiles;
import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.session.ConnectString;
import io.mprpc.internal.zookeeper.session.InvalidConnectStringException;
import io.mprpc.internal.zookeeper.session.NodeAccess;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import org.jspecify.annotations.Nullable;

/**
 * Factory of settings from properties, whose messages name the property at fault.
 */
class ZooKeeperSettingsFactory {

	private static final Duration MAX = Duration.ofHours(1);

	private final RpcRegistryProperties properties;

	ZooKeeperSettingsFactory(RpcRegistryProperties properties) {
		this.properties = properties;
	}

	ZooKeeperSettings settings(RpcRegistryConnectionDetails details, @Nullable SslBundleFiles sslFiles) {
		checkDurations();
		String namespace = checked("rpc.registry.namespace", this.properties.getNamespace(), (value) -> {
			new ZnodeLayout(value);
			return value;
		});
		return new ZooKeeperSettings(connectString(details), namespace, this.properties.getSessionTimeout(),
				this.properties.getOperationTimeout(), credentials(details), access(details),
				(sslFiles != null) ? sslFiles.clientProperties() : Map.of());
	}

	DirectorySettings directorySettings() {
		Duration debounce = this.properties.getDebounce();
		try {
			return new DirectorySettings(debounce, snapshotDirectory(), DirectorySettings.DEFAULT.snapshotDelay());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRegistryPropertyException("rpc.registry.debounce", debounce, ex);
		}
	}

	private @Nullable Path snapshotDirectory() {
		RpcRegistryProperties.Embedded embedded = this.properties.getEmbedded();
		boolean shortLived = embedded.isEnabled() && embedded.getDataDirectory() == null;
		if (!this.properties.getSnapshot().isEnabled() || shortLived) {
			return null;
		}
		Path directory = this.properties.getSnapshot().getDirectory();
		// A user that the system does not know has the home "?" or "/".
		String home = System.getProperty("user.home", "");
		return (directory != null) ? directory : (home.length() > 1) ? Path.of(home, ".mprpc", "registry") : null;
	}

	private void checkDurations() {
		checkDuration("rpc.registry.session-timeout", this.properties.getSessionTimeout());
		checkDuration("rpc.registry.connection-timeout", this.properties.getConnectionTimeout());
		checkDuration("rpc.registry.operation-timeout", this.properties.getOperationTimeout());
	}

	private static void checkDuration(String property, Duration value) {
		if (value.toMillis() < 1 || value.compareTo(MAX) > 0) {
			throw new InvalidRegistryPropertyException(property, value, "it is not between 1 ms and 1 hour");
		}
	}

	private static ConnectString connectString(RpcRegistryConnectionDetails details) {
		String text = details.getConnectString();
		try {
			return ConnectString.parse(text);
		}
		catch (InvalidConnectStringException ex) {
			String source = (details instanceof PropertiesRpcRegistryConnectionDetails) ? "rpc.registry.connect-string"
					: "the connect string of " + details.getClass().getName();
			throw new InvalidRegistryPropertyException(source, text, ex.reason());
		}
	}

	private ZooKeeperSettings.@Nullable Credentials credentials(RpcRegistryConnectionDetails details) {
		String username = details.getUsername();
		String password = details.getPassword();
		if (username == null || username.isEmpty()) {
			return null;
		}
		return checked("rpc.registry.auth.username", username,
				(value) -> new ZooKeeperSettings.Credentials(value, (password != null) ? password : ""));
	}

	private NodeAccess access(RpcRegistryConnectionDetails details) {
		NodeAccess access = this.properties.getAuth().getAccess();
		if (access != null) {
			return access;
		}
		String username = details.getUsername();
		return (username != null && !username.isEmpty()) ? NodeAccess.SHARED : NodeAccess.OPEN;
	}

	private static <T> T checked(String property, String value, Function<String, T> use) {
		try {
			return use.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRegistryPropertyException(property, value, ex);
		}
	}

}
