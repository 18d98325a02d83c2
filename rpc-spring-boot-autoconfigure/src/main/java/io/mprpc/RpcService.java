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

import io.grpc.ServerInterceptor;

import org.springframework.core.annotation.AliasFor;
import org.springframework.grpc.server.service.GrpcService;
import org.springframework.stereotype.Component;

/**
 * Stereotype of a Spring component that is a remote service: Spring Boot's gRPC server
 * serves it, and each method that it implements is registered so that consumers find it.
 * <p>
 * On a class it makes the class a component for scanning; on a method of a configuration
 * class it makes the method a bean method. Either way the bean has to be an
 * {@link io.grpc.BindableService}, most often a subclass of a generated
 * {@code ...ImplBase}. It is a {@link GrpcService}, so that interceptors are named here
 * as they are there. A bean that Spring Boot serves without this annotation is registered
 * too, with the defaults below: use the annotation to change them.
 * <p>
 * An attribute that is left out takes its value from {@code rpc.server...} in the
 * configuration.
 *
 * @since 0.1
 * @see RpcReference
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@GrpcService
public @interface RpcService {

	/**
	 * Name of the bean on a class, as in
	 * {@link org.springframework.stereotype.Component @Component}. Empty, the default,
	 * takes the class's simple name, which two classes of different packages may share. A
	 * bean that a method makes is named after the method.
	 * @return the name of the bean
	 */
	@AliasFor(annotation = Component.class)
	String value() default "";

	/**
	 * Version of the service, which a consumer can ask for. Placeholders
	 * (<code>${...}</code>) are resolved. Empty, the default, takes
	 * {@code rpc.server.version}.
	 * @return the version
	 */
	String version() default "";

	/**
	 * Share of the calls that this instance takes in relation to the others: twice the
	 * weight, twice the calls. From 0 (no calls) to 10,000. Negative, the default, takes
	 * {@code rpc.server.weight}, which is 100 by default.
	 * @return the weight
	 */
	int weight() default -1;

	/**
	 * Zone that the service runs in, for consumers that prefer their own. Placeholders
	 * are resolved. Empty, the default, takes {@code rpc.instance.zone}.
	 * @return the zone
	 */
	String zone() default "";

	/**
	 * Further properties of the service as {@code key=value}, which a consumer can ask
	 * for. Placeholders are resolved. They are added to {@code rpc.server.tags} and win
	 * over a tag of the same key there.
	 * @return the tags
	 */
	String[] tags() default {};

	/**
	 * Whether the service is registered. A service that is not registered is still
	 * served.
	 * @return whether to register, {@code true} by default
	 */
	boolean register() default true;

	/**
	 * Whether methods are registered that the class does not override, and that the
	 * generated base class therefore answers with {@code UNIMPLEMENTED}. For a service
	 * that answers them in another way, such as by an interceptor. Also {@code true}
	 * where {@code rpc.server.register-unimplemented-methods} is.
	 * @return whether to register all methods, {@code false} by default
	 */
	boolean registerUnimplementedMethods() default false;

	/**
	 * Interceptor bean types to apply to this service, after the global ones.
	 * @return the interceptor types
	 */
	@AliasFor(annotation = GrpcService.class)
	Class<? extends ServerInterceptor>[] interceptors() default {};

	/**
	 * Interceptor bean names to apply to this service, after those given by type.
	 * @return the interceptor bean names
	 */
	@AliasFor(annotation = GrpcService.class)
	String[] interceptorNames() default {};

	/**
	 * Whether this service's interceptors are sorted among the global ones by their order
	 * instead of coming after them.
	 * @return whether to blend, {@code false} by default
	 */
	@AliasFor(annotation = GrpcService.class)
	boolean blendWithGlobalInterceptors() default false;

}
