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

package io.mprpc.registryserver.traffic.history;

/**
 * Key of a series of history, the same on all members of an ensemble.
 *
 * @param kind what the series is about
 * @param name name of the service; identity of the process for {@link Kind#PROCESS} and
 * {@link Kind#LOAD}; empty for {@link Kind#NAMESPACE}
 * @param detail method, endpoint or application, empty where the kind has none
 */
public record HistoryKey(Kind kind, String name, String detail) {

	/** Key of the whole namespace. */
	public static final HistoryKey NAMESPACE = new HistoryKey(Kind.NAMESPACE, "", "");

	/**
	 * Key of a service.
	 * @param service full name of the service
	 * @return the key
	 */
	public static HistoryKey service(String service) {
		return new HistoryKey(Kind.SERVICE, service, "");
	}

	/**
	 * Key of a method.
	 * @param service full name of the service
	 * @param method simple name of the method
	 * @return the key
	 */
	public static HistoryKey method(String service, String method) {
		return new HistoryKey(Kind.METHOD, service, method);
	}

	/**
	 * Key of a service at one instance.
	 * @param service full name of the service
	 * @param endpoint where the instance takes calls
	 * @return the key
	 */
	public static HistoryKey instance(String service, String endpoint) {
		return new HistoryKey(Kind.INSTANCE, service, endpoint);
	}

	/**
	 * Key of the calls of an application to a service.
	 * @param service full name of the service
	 * @param application name of the application
	 * @return the key
	 */
	public static HistoryKey consumer(String service, String application) {
		return new HistoryKey(Kind.CONSUMER, service, application);
	}

	/**
	 * Key of the calls that a process made.
	 * @param id identity of the process
	 * @return the key
	 */
	public static HistoryKey process(String id) {
		return new HistoryKey(Kind.PROCESS, id, "");
	}

	/**
	 * Key of the load of a process.
	 * @param id identity of the process
	 * @return the key
	 */
	public static HistoryKey load(String id) {
		return new HistoryKey(Kind.LOAD, id, "");
	}

	/**
	 * What a series is about.
	 */
	public enum Kind {

		/** Calls of the whole namespace. */
		NAMESPACE(5),

		/** Calls of a service. */
		SERVICE(5),

		/** Calls of a method of a service. */
		METHOD(5),

		/** Calls of a service at an instance. */
		INSTANCE(5),

		/** Calls of an application to a service. */
		CONSUMER(5),

		/** Calls that a process made. */
		PROCESS(5),

		/** Load of a process. */
		LOAD(4);

		private final int figures;

		Kind(int figures) {
			this.figures = figures;
		}

		/**
		 * Number of figures in a slot, in the order of
		 * {@link io.mprpc.registryserver.traffic.model.HistorySlot} or
		 * {@link io.mprpc.registryserver.traffic.model.LoadHistory.LoadSlot}.
		 * @return the number
		 */
		public int figures() {
			return this.figures;
		}

	}

}
