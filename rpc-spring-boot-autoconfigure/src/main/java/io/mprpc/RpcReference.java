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

package io.mprpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Injection point of a gRPC stub whose calls are routed through the registry.
 * <p>
 * Goes on a field, a setter, a parameter of a constructor or a parameter of a
 * {@code @Bean} method whose type is a generated stub: blocking, blocking v2, future,
 * async, or a Reactor or Kotlin coroutine stub. The service is known from the stub's
 * type. The stub is an ordinary lazy bean, so that a test replaces it as it replaces any
 * bean, with {@code @MockitoBean} for example; a stub that the application defines as a
 * bean takes the place of every reference to its type, unless there are several of which
 * none is {@code @Primary}. All references to one service with the same attributes share
 * one channel.
 * <p>
 * Settings of a reference (address, deadline, balancing, retry) stand in the
 * configuration below {@code rpc.client.references.<service>}.
 *
 * @since 0.1
 * @see RpcService
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Autowired
@Qualifier
public @interface RpcReference {

	/**
	 * Version that an instance must have. Placeholders (<code>${...}</code>) are
	 * resolved. Empty, the default, takes
	 * {@code rpc.client.references.<service>.version}, else
	 * {@code rpc.client.default-version}, and any version where neither is set.
	 * @return the version
	 */
	String version() default "";

	/**
	 * Tags that an instance must have, as {@code key=value}; several are separated by a
	 * comma. Placeholders are resolved. Empty, the default, takes
	 * {@code rpc.client.references.<service>.tags}.
	 * @return the tags
	 */
	String tags() default "";

}
