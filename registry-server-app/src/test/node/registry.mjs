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

import zookeeper from 'node-zookeeper-client';

/** The registry as a consumer needs it, with one-time watches. */
export class Registry {

  constructor(connectString, namespace) {
    this.root = '/mprpc/' + namespace;
    this.client = zookeeper.createClient(connectString, { sessionTimeout: 4000 });
  }

  connect() {
    return new Promise((resolve) => {
      this.client.once('connected', resolve);
      this.client.connect();
    });
  }

  /** Registers a consumer with its public key, until this process ends. */
  async registerConsumer(service, consumer, reportKey) {
    const parent = `${this.root}/consumers/${service}`;
    await ask((done) => this.client.mkdirp(parent, done));
    await ask((done) => this.client.create(`${parent}/${consumer}`, Buffer.from(JSON.stringify({ reportKey })),
      zookeeper.CreateMode.EPHEMERAL, done));
  }

  /** Follows the announced registry servers that show the namespace. */
  followServers(namespace, listener) {
    const parent = '/mprpc/.servers';
    this.#follow(parent, async (nodes) => {
      const servers = [];
      for (const name of nodes) {
        const announced = await this.#json(`${parent}/${name}`);
        if (announced?.namespaces?.includes(namespace)) {
          servers.push({ name, secure: announced.secure === true });
        }
      }
      listener(servers);
    });
  }

  /** Follows the instances that serve a method. Whether they are in service is not looked at. */
  followInstances(service, method, listener) {
    this.#follow(`${this.root}/services/${service}/${method}`, listener);
  }

  close() {
    this.client.close();
  }

  async #json(path) {
    try {
      return JSON.parse(await ask((done) => this.client.getData(path, done)));
    }
    catch (error) {
      return null;
    }
  }

  // Sets each watch again before it reads, so that nothing is missed.
  #follow(path, listener) {
    const again = once(() => this.#follow(path, listener));
    this.client.exists(path, again, (error, stat) => {
      if (error) {
        setTimeout(again, 500);
      }
      else if (!stat) {
        listener([]);
      }
      else {
        this.client.getChildren(path, again, (failure, nodes) => listener(failure ? [] : nodes));
      }
    });
  }

}

// One of the watches on a node and on its children is enough: both are set again.
function once(task) {
  let called = false;
  return () => {
    if (!called) {
      called = true;
      task();
    }
  };
}

function ask(request) {
  return new Promise((resolve, reject) =>
    request((error, answer) => (error && error.getCode() !== zookeeper.Exception.NODE_EXISTS) ? reject(error)
      : resolve(answer)));
}
