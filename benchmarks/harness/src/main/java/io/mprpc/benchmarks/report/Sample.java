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
package io.mprpc.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Values of one measurement, one per round.
 */
public final class Sample {

	private final List<Double> values = new ArrayList<>();

	/**
	 * Adds the value of a round.
	 * @param value the value
	 */
	public void add(double value) {
		this.values.add(value);
	}

	/**
	 * All values.
	 * @return the values in the order of the rounds
	 */
	public List<Double> values() {
		return Collections.unmodifiableList(this.values);
	}

	/**
	 * The median.
	 * @return the median, NaN if there are no values
	 */
	public double median() {
		if (this.values.isEmpty()) {
			return Double.NaN;
		}
		List<Double> sorted = new ArrayList<>(this.values);
		Collections.sort(sorted);
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

	/**
	 * The smallest value.
	 * @return the minimum
	 */
	public double min() {
		return this.values.stream().mapToDouble((v) -> v).min().orElse(Double.NaN);
	}

	/**
	 * The largest value.
	 * @return the maximum
	 */
	public double max() {
		return this.values.stream().mapToDouble((v) -> v).max().orElse(Double.NaN);
	}

	/**
	 * Ratios to another sample round by round: their median is robust against a machine
	 * whose speed changes between rounds.
	 * @param base the baseline
	 * @return the ratios
	 */
	public Sample ratioTo(Sample base) {
		Sample ratios = new Sample();
		for (int i = 0; i < Math.min(this.values.size(), base.values.size()); i++) {
			ratios.add(this.values.get(i) / base.values.get(i));
		}
		return ratios;
	}

}
