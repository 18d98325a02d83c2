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

package io.mprpc.registryserver.console.traffic;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Formats call statistics for display.
 */
@Component
class TrafficText {

	private static final String UNKNOWN = "\u2013";

	private static final List<String> SIZES = List.of("B", "KiB", "MiB", "GiB", "TiB");

	/**
	 * A number, rounded to its significant digits.
	 * @param value the number, {@code null} if unknown
	 * @return the text
	 */
	public String number(@Nullable Double value) {
		if (value == null) {
			return UNKNOWN;
		}
		return String.format(Locale.ROOT, (value >= 100 || value == 0) ? "%.0f" : (value >= 1) ? "%.1f" : "%.2f",
				value);
	}

	/**
	 * A share as a percentage.
	 * @param share the share, from 0 to 1, {@code null} if unknown
	 * @return the text
	 */
	public String percent(@Nullable Double share) {
		return (share != null) ? number(share * 100) + " %" : UNKNOWN;
	}

	/**
	 * A duration.
	 * @param millis the duration in milliseconds, {@code null} if unknown
	 * @return the text
	 */
	public String millis(@Nullable Double millis) {
		return (millis != null) ? number(millis) + " ms" : UNKNOWN;
	}

	/**
	 * Size of memory or of a disk.
	 * @param bytes the size in bytes, {@code null} if unknown
	 * @return the text
	 */
	public String bytes(@Nullable Number bytes) {
		if (bytes == null) {
			return UNKNOWN;
		}
		double value = bytes.doubleValue();
		int unit = 0;
		while (value >= 1024 && unit < SIZES.size() - 1) {
			value /= 1024;
			unit++;
		}
		return number(value) + ' ' + SIZES.get(unit);
	}

	/**
	 * Values of a row of a table.
	 * @param table the table
	 * @param row the row
	 * @return the texts, one for each column
	 */
	public List<String> row(HistoryTable table, HistoryTable.Row row) {
		return IntStream.range(0, table.columns().size())
			.mapToObj((i) -> value(table.columns().get(i).unit(), row.values().get(i)))
			.toList();
	}

	private String value(String unit, @Nullable Double value) {
		return switch (unit) {
			case "ms" -> millis(value);
			case "share" -> percent(value);
			case "bytes" -> bytes(value);
			default -> number(value);
		};
	}

}
