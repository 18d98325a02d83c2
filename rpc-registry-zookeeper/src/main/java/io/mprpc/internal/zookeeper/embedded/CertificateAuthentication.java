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

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.common.X509Exception;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.auth.X509AuthenticationProvider;

/**
 * Authentication of clients by their certificates: makes a user of
 * {@link CertificateUsers} of the certificate that a client has shown and that the
 * handshake of TLS has found to be trusted. ZooKeeper makes the instance itself, from the
 * name of the class.
 *
 * @since 0.1
 */
public final class CertificateAuthentication extends X509AuthenticationProvider {

	/**
	 * Creates a provider.
	 * @throws X509Exception if the key material that system properties name cannot be
	 * read
	 */
	public CertificateAuthentication() throws X509Exception {
	}

	@Override
	public KeeperException.Code handleAuthentication(ServerCnxn connection, byte[] authData) {
		Certificate[] chain = connection.isSecure() ? connection.getClientCertificateChain() : null;
		if (chain == null || chain.length == 0 || !(chain[0] instanceof X509Certificate certificate)) {
			return KeeperException.Code.AUTHFAILED;
		}
		connection.addAuthInfo(new Id(CertificateUsers.SCHEME, getClientId(certificate)));
		return KeeperException.Code.OK;
	}

}
