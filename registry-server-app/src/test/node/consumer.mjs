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

/*
 * A consumer in another language, as docs/registry-layout.md describes it: calls a method of a service ten times a second
 * at the instances that the registry names, and reports to the registry servers.
 *
 * node consumer.mjs ZOOKEEPER NAMESPACE APPLICATION SERVICE METHOD PROTO
 */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import grpc from '@grpc/grpc-js';
import { Counters } from './counters.mjs';
import { Registry } from './registry.mjs';
import { ReportStream } from './stream.mjs';

const [connectString, namespace, application, service, method, proto] = process.argv.slice(2);

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const reportKey = publicKey.export({ format: 'jwk' }).x;

const ofMethod = new Counters({ kind: 'CONSUMED_METHOD', service, method });
const ofInstances = new Map();
const self = {
  id: `${application}@127.0.0.1:${process.pid}:${randomUUID()}`,
  namespace,
  publicKey: Buffer.from(reportKey, 'base64url'),
  privateKey,
  counters: () => [ofMethod, ...ofInstances.values()]
};

const streams = new Map();
let instances = [];
let clients = new Map();
let turn = 0;
let unsentSince = false;
let lastAtOnce = 0;

function follow(servers) {
  const names = new Set(servers.map((server) => server.name));
  for (const server of servers) {
    if (!streams.has(server.name)) {
      streams.set(server.name, new ReportStream(self, server, proto));
    }
  }
  for (const [name, stream] of streams) {
    if (!names.has(name)) {
      stream.close();
      streams.delete(name);
    }
  }
}

// When calls cannot be sent, or can be sent again, reports go at once, at most one a second.
function tell(unsent) {
  const now = performance.now();
  if (unsent !== unsentSince && now - lastAtOnce > 1000) {
    unsentSince = unsent;
    lastAtOnce = now;
    streams.forEach((stream) => stream.report());
  }
}

function call() {
  if (instances.length === 0) {
    ofMethod.noInstance(grpc.status.UNAVAILABLE, `No instance takes calls of ${service}/${method}`);
    tell(true);
    return;
  }
  const endpoint = instances[turn++ % instances.length];
  if (!clients.has(endpoint)) {
    clients.set(endpoint, new grpc.Client(endpoint, grpc.credentials.createInsecure()));
  }
  const begin = globalThis.process.hrtime.bigint();
  ofMethod.inFlight++;
  const same = (bytes) => bytes;
  clients.get(endpoint).makeUnaryRequest(`/${service}/${method}`, same, same, Buffer.alloc(0),
    { deadline: Date.now() + 1000 }, (error) => {
      const nanos = Number(globalThis.process.hrtime.bigint() - begin);
      if (!ofInstances.has(endpoint)) {
        ofInstances.set(endpoint, new Counters({ kind: 'CONSUMED_INSTANCE', service, endpoint }));
      }
      ofMethod.inFlight--;
      ofMethod.ended(error?.code ?? 0, nanos);
      ofInstances.get(endpoint).ended(error?.code ?? 0, nanos);
      tell(false);
    });
}

const registry = new Registry(connectString, namespace);
await registry.connect();
await registry.registerConsumer(service, self.id, reportKey);
registry.followInstances(service, method, (nodes) => (instances = nodes));
registry.followServers(namespace, follow);
console.log(`consumer ${self.id}`);
setInterval(call, 100);

process.on('SIGTERM', () => {
  registry.close();
  process.exit(0);
});
