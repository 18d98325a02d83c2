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

/**
 * The registry in a few numbers.
 *
 * @param registry how far the numbers can be trusted
 * @param services services that ever had a provider
 * @param servicesWithoutInstance those of them that nobody can call: no instance in
 * service
 * @param instances distinct endpoints at which anything is offered
 * @param offers services counted once for each endpoint that offers them
 * @param outOfService offers that take no new calls because they or an operator say so
 * @param draining offers that are about to end
 * @param applications applications that offer anything
 * @param consumers processes that reference anything
 * @param references services counted once for each process that references them
 * @param dormantRules rules of operators that apply to nobody at present
 */
public record Overview(RegistryState registry, int services, int servicesWithoutInstance, int instances, int offers,
		int outOfService, int draining, int applications, int consumers, int references, int dormantRules) {

}
