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

package io.mprpc.internal.zookeeper.embedded;

import org.apache.zookeeper.KeeperException;

/**
 * The scheme of clients that a certificate names, by the subject of the certificate. No
 * client can claim it: {@link CertificateAuthentication} gives it. ZooKeeper makes the
 * instance itself, from the name of the class.
 *
 * @since 0.1
 */
public final class CertificateUsers extends OwnNodesProvider {

	static final String SCHEME = "certificate";

	@Override
	public String getScheme() {
		return SCHEME;
	}

	@Override
	public KeeperException.Code handleAuthentication(ServerObjs server, byte[] authData) {
		return KeeperException.Code.AUTHFAILED;
	}

	@Override
	public boolean isValid(String id) {
		return !id.isBlank();
	}

}
