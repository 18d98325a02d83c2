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

import { sign } from 'node:crypto';
import os from 'node:os';
import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const FIRST_RETRY = 500;

const LAST_RETRY = 30_000;

/** Stream of reports to one registry server, opened again whenever it ends. */
export class ReportStream {

  constructor(process, server, proto) {
    this.process = process;
    this.server = server;
    const { mprpc } = grpc.loadPackageDefinition(loadSync(proto, { keepCase: true, longs: String, oneofs: true }));
    this.client = new mprpc.reports.v1.ReportService(server.name,
      server.secure ? grpc.credentials.createSsl() : grpc.credentials.createInsecure());
    this.retry = FIRST_RETRY;
    this.#open();
  }

  /** Sends what has changed since the last report, if the process is accepted. */
  report() {
    if (!this.accepted) {
      return;
    }
    const series = [];
    for (const counters of this.process.counters()) {
      const sent = this.sent.get(counters);
      if (sent?.events !== counters.events) {
        const key = sent?.key ?? this.sent.size + 1;
        series.push({ key, ...(sent ? {} : counters.names), ...counters.series() });
        this.sent.set(counters, { key, events: counters.events });
      }
    }
    this.call.write({ report: { sequence: ++this.sequence, uptime_millis: Math.round(performance.now()), series,
      load: this.#load() } });
  }

  close() {
    this.closed = true;
    clearInterval(this.timer);
    clearTimeout(this.reopening);
    this.call.cancel();
    this.client.close();
  }

  #open() {
    this.accepted = false;
    this.sent = new Map();
    this.sequence = 0;
    this.cpu = globalThis.process.cpuUsage();
    this.cpuTime = performance.now();
    this.call = this.client.Report();
    this.call.on('data', (message) => this[message.message]?.(message[message.message]));
    this.call.on('error', (error) => console.log(`stream to ${this.server.name}: ${error.message}`));
    this.call.on('status', () => this.#ended());
    this.call.write({ hello: { process: this.process.id, namespace: this.process.namespace,
      public_key: this.process.publicKey, software: 'mprpc-node-test/0' } });
  }

  #ended() {
    clearInterval(this.timer);
    if (!this.closed) {
      this.reopening = setTimeout(() => this.#open(), this.retry * (0.8 + 0.4 * Math.random()));
      this.retry = Math.min(2 * this.retry, LAST_RETRY);
    }
  }

  challenge({ nonce }) {
    const zero = Buffer.alloc(1);
    const text = Buffer.concat([Buffer.from('mprpc-reports-v1'), zero, Buffer.from(this.server.name), zero, nonce]);
    this.call.write({ proof: { signature: sign(null, text, this.process.privateKey) } });
  }

  settings({ interval_millis: interval }) {
    console.log(`accepted by ${this.server.name}, every ${interval} ms`);
    this.accepted = true;
    this.retry = FIRST_RETRY;
    clearInterval(this.timer);
    this.timer = setInterval(() => this.report(), interval);
    this.report();
  }

  question({ id }) {
    this.call.write({ answer: { question_id: id, error: 'This implementation answers no questions' } });
  }

  #load() {
    const used = globalThis.process.cpuUsage(this.cpu);
    const millis = performance.now() - this.cpuTime;
    this.cpu = globalThis.process.cpuUsage();
    this.cpuTime = performance.now();
    const processors = os.cpus().length;
    return { process_cpu: Math.min(1, (used.user + used.system) / 1000 / Math.max(1, millis) / processors), processors,
      heap_used: globalThis.process.memoryUsage().heapUsed };
  }

}
