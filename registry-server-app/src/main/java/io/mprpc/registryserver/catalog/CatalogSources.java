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

package io.mprpc.registryserver.catalog;

import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.ConsumerDirectory;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RegistryConnection;

/**
 * Sources that the catalog reads. Their creator closes them.
 *
 * @param connection the connection that the others read through
 * @param instances instances as they are published, without the operators' rules
 * @param rules rules of operators
 * @param consumers references of consumers to services
 * @param applications entries of the applications themselves
 */
public record CatalogSources(RegistryConnection connection, InstanceDirectory instances, RulesDirectory rules,
		ConsumerDirectory consumers, ApplicationDirectory applications) {

}
