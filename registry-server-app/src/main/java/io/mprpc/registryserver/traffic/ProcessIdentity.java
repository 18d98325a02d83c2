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

package io.mprpc.registryserver.traffic;

/**
 * Identity of a process that reports, proven by the key in its nodes.
 *
 * @param id application@host:pid:uuid, unique among the processes that report
 * @param publicKey its Ed25519 public key, in unpadded Base64 for URLs
 * @param application name of its application, the one in its nodes
 * @param host host that it runs on
 * @param pid its process id
 * @param software name and version of its implementation, may be empty
 */
public record ProcessIdentity(String id, String publicKey, String application, String host, long pid, String software) {

}
