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

/**
 * Source of stubs for code that does not have them injected by
 * {@link RpcReference @RpcReference}, such as code that knows the type of a stub only at
 * run time. The one bean of this type is created together with the support for
 * references.
 * <p>
 * Safe for use by several threads.
 *
 * @since 0.1
 */
public interface RpcStubs {

	/**
	 * Returns a stub as {@code @RpcReference} without attributes injects it: with the
	 * settings below {@code rpc.client}, or the application's own primary bean of this
	 * type if there is one.
	 * @param <T> type of the stub
	 * @param stubType generated type of the stub
	 * @return a stub; the stubs of one service share their channel
	 * @throws IllegalArgumentException if the type is no generated stub
	 */
	<T> T create(Class<T> stubType);

}
