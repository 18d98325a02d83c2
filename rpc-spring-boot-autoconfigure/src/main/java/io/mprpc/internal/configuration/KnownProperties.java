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

package io.mprpc.internal.configuration;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Reader of the known properties below {@code rpc.} from the configuration metadata on
 * the classpath.
 */
final class KnownProperties {

	static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Logger logger = LoggerFactory.getLogger(KnownProperties.class);

	private static final String PREFIX = "rpc.";

	/** A group of properties of this library, whose metadata is missing without it. */
	private static final String OWN = "configuration";

	private final ClassLoader classLoader;

	private KnownProperties(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Properties of all metadata that a class loader sees.
	 * @param classLoader the class loader
	 * @return the properties below {@code rpc}, {@code null} if the metadata of this
	 * library is not there, as in a jar that was made of several and kept one file of
	 * each name
	 */
	static @Nullable PropertyTree load(ClassLoader classLoader) {
		PropertyTree root = PropertyTree.root();
		try {
			for (URL metadata : Collections.list(classLoader.getResources(METADATA))) {
				String json = read(metadata);
				if (json.contains('"' + PREFIX)) {
					new KnownProperties(classLoader).add(JsonParser.parseString(json).getAsJsonObject(), root);
				}
			}
		}
		catch (IOException | JsonParseException | IllegalStateException ex) {
			logger.debug("Configuration metadata cannot be read: properties below 'rpc.' are not checked", ex);
			return null;
		}
		return (root.child(OWN) != null) ? root : null;
	}

	private static String read(URL metadata) throws IOException {
		URLConnection connection = metadata.openConnection();
		connection.setUseCaches(false);
		try (var content = connection.getInputStream()) {
			return new String(content.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private void add(JsonObject metadata, PropertyTree root) {
		if (metadata.has("properties")) {
			for (JsonElement element : metadata.getAsJsonArray("properties")) {
				JsonObject property = element.getAsJsonObject();
				String name = property.get("name").getAsString();
				if (name.startsWith(PREFIX)) {
					root.add(Arrays.asList(name.substring(PREFIX.length()).split("\\.")), tree(property.get("type")));
				}
			}
		}
	}

	private PropertyTree tree(@Nullable JsonElement type) {
		ResolvableType resolved = (type != null) ? resolve(type.getAsString()) : null;
		return (resolved != null) ? PropertyTree.of(resolved) : PropertyTree.open();
	}

	private @Nullable ResolvableType resolve(String type) {
		int generic = type.indexOf('<');
		Class<?> raw = load((generic < 0) ? type : type.substring(0, generic));
		if (raw == null || generic < 0) {
			return (raw != null) ? ResolvableType.forClass(raw) : null;
		}
		List<ResolvableType> arguments = new ArrayList<>();
		for (String argument : arguments(type.substring(generic + 1, type.lastIndexOf('>')))) {
			ResolvableType resolved = resolve(argument.trim());
			if (resolved == null) {
				return null;
			}
			arguments.add(resolved);
		}
		return (raw.getTypeParameters().length == arguments.size())
				? ResolvableType.forClassWithGenerics(raw, arguments.toArray(ResolvableType[]::new)) : null;
	}

	private static List<String> arguments(String list) {
		List<String> arguments = new ArrayList<>();
		int depth = 0;
		int start = 0;
		for (int i = 0; i < list.length(); i++) {
			char character = list.charAt(i);
			depth += (character == '<') ? 1 : (character == '>') ? -1 : 0;
			if (character == ',' && depth == 0) {
				arguments.add(list.substring(start, i));
				start = i + 1;
			}
		}
		arguments.add(list.substring(start));
		return arguments;
	}

	private @Nullable Class<?> load(String name) {
		try {
			return ClassUtils.forName(name, this.classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

}
