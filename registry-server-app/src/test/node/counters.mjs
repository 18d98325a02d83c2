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

const UNSENT_NO_INSTANCE = 1;

/** Index of the bucket of a duration in nanoseconds. */
export function bucket(nanos) {
  if (nanos <= 2 ** 16) {
    return 0;
  }
  if (nanos > 2 ** 36) {
    return 81;
  }
  // An end belongs to its bucket.
  const before = BigInt(nanos - 1);
  const exponent = before.toString(2).length - 1;
  const quarter = Number((before >> BigInt(exponent - 2)) & 3n);
  return 1 + 4 * (exponent - 16) + quarter;
}

/** Counters of one series since the start of the process. */
export class Counters {

  constructor(names) {
    this.names = names;
    this.calls = 0;
    this.statuses = new Map();
    this.buckets = new Map();
    this.inFlight = 0;
    this.unsent = [0, 0, 0, 0, 0];
    this.lastUnsent = '';
  }

  ended(status, nanos) {
    this.calls++;
    if (status !== 0) {
      add(this.statuses, status);
    }
    add(this.buckets, bucket(nanos));
  }

  noInstance(status, text) {
    this.calls++;
    add(this.statuses, status);
    this.unsent[UNSENT_NO_INSTANCE]++;
    this.lastUnsent = text;
  }

  /** Number that differs when anything has changed. */
  get events() {
    return 2 * this.calls + this.inFlight;
  }

  series() {
    const buckets = [...this.buckets].sort(([one], [other]) => one - other);
    return {
      calls: this.calls,
      status_codes: [...this.statuses.keys()],
      status_calls: [...this.statuses.values()],
      bucket_indexes: buckets.map(([index]) => index),
      bucket_calls: buckets.map(([, calls]) => calls),
      in_flight: this.inFlight,
      unsent: this.unsent,
      last_unsent: this.lastUnsent
    };
  }

}

function add(counts, key) {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
