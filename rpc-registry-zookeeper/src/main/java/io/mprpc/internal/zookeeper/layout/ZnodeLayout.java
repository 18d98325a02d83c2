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

package io.mprpc.internal.zookeeper.layout;

import java.util.regex.Pattern;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;

/**
 * Paths of all znodes. The layout is a contract with other languages and tools: <pre>
 * /mprpc/{namespace}/services/{Service}                        persistent
 * /mprpc/{namespace}/services/{Service}/{Method}               persistent
 * /mprpc/{namespace}/services/{Service}/{Method}/{host:port}   ephemeral
 * /mprpc/{namespace}/services/{Service}/.meta/{host:port}      ephemeral, JSON
 * /mprpc/{namespace}/consumers/{Service}/{application@host:pid:uuid} ephemeral
 * /mprpc/{namespace}/applications/{application}/{host:port}    ephemeral, JSON
 * /mprpc/{namespace}/governance/services/{Service}             persistent, JSON
 * /mprpc/{namespace}/governance/consumers/{application}        persistent, JSON
 * /mprpc/.servers/{host:port}                                  ephemeral, JSON
 * /mprpc/.slots                                                persistent, reserved
 * </pre> Names that a znode cannot hold are escaped as {@code %XX}; a leading dot is
 * always escaped, so that {@code .meta} cannot clash with a method. No namespace begins
 * with a dot.
 *
 * @since 0.1
 */
public final class ZnodeLayout {

	/** Name of the node that holds the metadata of a service's instances. */
	public static final String METADATA = ".meta";

	private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}");

	private final String top;

	private final String root;

	/**
	 * Layout of a namespace.
	 * @param namespace the namespace: letters, digits, {@code _}, {@code -} and, but not
	 * first, {@code .}
	 * @throws IllegalArgumentException if the namespace is not of that form
	 */
	public ZnodeLayout(String namespace) {
		this("", namespace);
	}

	/**
	 * Layout of a namespace below a path.
	 * @param base absolute path that everything stands below, empty for the root
	 * @param namespace the namespace
	 * @throws IllegalArgumentException if the namespace is not of the form that
	 * {@link #ZnodeLayout(String)} asks for
	 */
	public ZnodeLayout(String base, String namespace) {
		if (!isNamespace(namespace)) {
			throw new IllegalArgumentException("'" + namespace
					+ "' is not a namespace: use at most 128 letters, digits, '_', '-' and, but not first, '.'");
		}
		this.top = base + "/mprpc";
		this.root = this.top + '/' + namespace;
	}

	/**
	 * Checks a namespace.
	 * @param namespace the namespace
	 * @return whether it is of the form that {@link #ZnodeLayout(String)} asks for
	 */
	public static boolean isNamespace(String namespace) {
		return NAMESPACE.matcher(namespace).matches();
	}

	/**
	 * Parent of all namespaces.
	 * @return the path
	 */
	public String top() {
		return this.top;
	}

	/**
	 * Parent of the registry servers that take reports, of all namespaces.
	 * @return the path
	 */
	public String servers() {
		return this.top + "/.servers";
	}

	/**
	 * Node of a registry server that takes reports.
	 * @param endpoint its report port
	 * @return the path
	 */
	public String server(Endpoint endpoint) {
		return servers() + '/' + node(endpoint);
	}

	/**
	 * Parent of the slots of services, of all namespaces.
	 * @return the path
	 */
	public String slots() {
		return this.top + "/.slots";
	}

	/**
	 * Root of the namespace.
	 * @return the path
	 */
	public String root() {
		return this.root;
	}

	/**
	 * Parent of all services.
	 * @return the path
	 */
	public String services() {
		return this.root + "/services";
	}

	/**
	 * Parent of all references by service.
	 * @return the path
	 */
	public String consumers() {
		return this.root + "/consumers";
	}

	/**
	 * Parent of all applications.
	 * @return the path
	 */
	public String applications() {
		return this.root + "/applications";
	}

	/**
	 * Node of a document, or parent of a collection of documents.
	 * @param name name of the document or the collection
	 * @return the path
	 */
	public String document(DocumentName name) {
		StringBuilder path = new StringBuilder(this.root);
		name.segments().forEach((segment) -> path.append('/').append(ZnodeName.encode(segment)));
		return path.toString();
	}

	/**
	 * Parent of the documents that operators set.
	 * @return the path
	 */
	public String governance() {
		return this.root + "/governance";
	}

	/**
	 * Parent of the documents that operators set for services.
	 * @return the path
	 */
	public String governedServices() {
		return document(DocumentName.RULES);
	}

	/**
	 * Parent of the documents that operators set for the consumers of applications.
	 * @return the path
	 */
	public String governedConsumers() {
		return governance() + "/consumers";
	}

	/**
	 * Node of the rules that operators set for a service.
	 * @param service the service
	 * @return the path
	 */
	public String governedService(ServiceName service) {
		return document(DocumentName.rules(service));
	}

	/**
	 * Node of a service.
	 * @param service the service
	 * @return the path
	 */
	public String service(ServiceName service) {
		return services() + '/' + ZnodeName.encode(service.value());
	}

	/**
	 * Node of a method.
	 * @param service its service
	 * @param method its simple name
	 * @return the path
	 */
	public String method(ServiceName service, String method) {
		return service(service) + '/' + ZnodeName.encode(method);
	}

	/**
	 * Node whose presence says that an instance serves a method.
	 * @param service the service
	 * @param method the method's simple name
	 * @param endpoint where the instance takes calls
	 * @return the path
	 */
	public String instance(ServiceName service, String method, Endpoint endpoint) {
		return method(service, method) + '/' + node(endpoint);
	}

	/**
	 * Parent of the metadata of a service's instances.
	 * @param service the service
	 * @return the path
	 */
	public String metadata(ServiceName service) {
		return service(service) + '/' + METADATA;
	}

	/**
	 * Node that holds the metadata of an instance of a service.
	 * @param service the service
	 * @param endpoint where the instance takes calls
	 * @return the path
	 */
	public String metadata(ServiceName service, Endpoint endpoint) {
		return metadata(service) + '/' + node(endpoint);
	}

	/**
	 * Parent of a service's references.
	 * @param service the service
	 * @return the path
	 */
	public String consumers(ServiceName service) {
		return consumers() + '/' + ZnodeName.encode(service.value());
	}

	/**
	 * Node of a reference.
	 * @param reference the reference
	 * @return the path
	 */
	public String consumer(ConsumerReference reference) {
		return consumers(reference.service()) + '/' + ZnodeName.encode(reference.toString());
	}

	/**
	 * Node of an application.
	 * @param application its name
	 * @return the path
	 */
	public String application(String application) {
		return applications() + '/' + ZnodeName.encode(application);
	}

	/**
	 * Node of an application's instance.
	 * @param application the application's name
	 * @param endpoint where the instance takes gRPC calls
	 * @return the path
	 */
	public String application(String application, Endpoint endpoint) {
		return application(application) + '/' + node(endpoint);
	}

	/**
	 * Name of an endpoint's node.
	 * @param endpoint the endpoint
	 * @return the last part of the path
	 */
	public static String node(Endpoint endpoint) {
		return ZnodeName.encode(endpoint.toString());
	}

	/**
	 * Reads the name of a node back: a method's or an application's.
	 * @param node the last part of its path
	 * @return what it was made of
	 * @throws IllegalArgumentException if no name looks like that
	 */
	public static String name(String node) {
		return RegistryLimits.name("the name of the znode", ZnodeName.decode(node));
	}

	/**
	 * Reads the name of a service's node back.
	 * @param node the last part of its path
	 * @return the service
	 * @throws IllegalArgumentException if no service looks like that
	 */
	public static ServiceName serviceName(String node) {
		return new ServiceName(ZnodeName.decode(node));
	}

	/**
	 * Reads the name of an endpoint's node back.
	 * @param node the last part of its path
	 * @return the endpoint
	 * @throws IllegalArgumentException if no endpoint looks like that
	 */
	public static Endpoint endpoint(String node) {
		return Endpoint.parse(ZnodeName.decode(node));
	}

}
