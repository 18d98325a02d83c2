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

/**
 * Promise that a remote method never blocks: its handler answers from memory, or hands
 * the work to others and returns. The method then runs on the thread that read the
 * request, an event loop that many connections share, instead of on a thread of its own,
 * which makes small calls much cheaper.
 * <p>
 * Goes on the handler method of a service bean, or on its class for all of its methods.
 * The promise covers the handler itself, the interceptors that apply to it, and the code
 * that they call, including locks, {@code synchronized}, JDBC, files, and other remote
 * calls through a blocking stub. A handler that breaks it stalls every connection of its
 * event loop, so one that runs for long is reported in the log.
 *
 * @since 0.1
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface NonBlocking {

}
