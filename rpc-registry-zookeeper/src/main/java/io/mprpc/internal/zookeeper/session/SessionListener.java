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

package io.mprpc.internal.zookeeper.session;

/**
 * Listener for the state of the connection, called on ZooKeeper's event thread in order
 * with watches and answers. Must hand over and return.
 */
public interface SessionListener {

	/**
	 * The connection stands.
	 * @param sessionClient operations until the session ends, with answers on ZooKeeper's
	 * event thread
	 */
	void connected(SessionClient sessionClient);

	/**
	 * The connection is gone.
	 * @param sessionEnded whether ZooKeeper said that the session has ended; otherwise it
	 * may live
	 */
	void disconnected(boolean sessionEnded);

}
