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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.mprpc.registryserver.polled.TimeBucket;
import org.jspecify.annotations.Nullable;

/**
 * Line chart of the last hour. Lengths are in pixels. A line has a gap where nothing was
 * measured.
 *
 * @param lines the lines
 * @param rows marks of the vertical axis, from 0
 * @param columns marks of the time axis
 */
record LineChart(List<Line> lines, List<Mark> rows, List<Mark> columns) {

	/** Width of the drawing. */
	static final int WIDTH = 480;

	/** Height of the drawing. */
	static final int HEIGHT = 170;

	private static final int LEFT = 52;

	private static final int RIGHT = WIDTH - 14;

	private static final int TOP = 12;

	private static final int BOTTOM = HEIGHT - 26;

	private static final Duration SPAN = Duration.ofHours(1);

	/** Factor of a slot's length beyond which two points are not connected. */
	private static final Duration GAP = Duration.ofSeconds(20);

	/**
	 * Draws a chart.
	 * @param moments the last hour
	 * @param now the right end
	 * @param least minimum upper end of the vertical axis
	 * @param curves lines to draw
	 * @return the chart
	 */
	static LineChart of(List<TimeBucket> moments, Instant now, double least, List<Curve> curves) {
		double highest = least;
		for (Curve curve : curves) {
			for (TimeBucket moment : moments) {
				Double value = curve.value().apply(moment);
				highest = Math.max(highest, (value != null) ? value : 0);
			}
		}
		double top = round(highest);
		List<Line> lines = curves.stream()
			.map((curve) -> new Line(curve.name(), path(moments, now, top, curve.value())))
			.toList();
		List<Mark> rows = new ArrayList<>();
		for (int i = 0; i <= 2; i++) {
			rows.add(new Mark((int) Math.round(y(top * i / 2, top)), text(top * i / 2)));
		}
		List<Mark> columns = new ArrayList<>();
		for (int minutes = 60; minutes >= 0; minutes -= 15) {
			columns.add(new Mark((int) Math.round(x(now.minus(Duration.ofMinutes(minutes)), now)),
					(minutes == 0) ? "0" : "\u2212" + minutes));
		}
		return new LineChart(lines, rows, columns);
	}

	/** Left end of the lines. */
	public int left() {
		return LEFT;
	}

	/** Right end of the lines. */
	public int right() {
		return RIGHT;
	}

	/** Vertical position of zero. */
	public int bottom() {
		return BOTTOM;
	}

	private static String path(List<TimeBucket> moments, Instant now, double top,
			Function<TimeBucket, @Nullable Double> value) {
		StringBuilder path = new StringBuilder();
		Instant last = null;
		for (TimeBucket moment : moments) {
			Double y = value.apply(moment);
			if (y == null || moment.at().isBefore(now.minus(SPAN))) {
				last = null;
				continue;
			}
			boolean joined = last != null && Duration.between(last, moment.at()).compareTo(GAP) < 0;
			// An isolated point is drawn as a dot.
			path.append(String.format(Locale.ROOT, joined ? "L%.1f %.1f" : "M%.1f %.1fh0.1", x(moment.at(), now),
					y(y, top)));
			last = moment.at();
		}
		return path.toString();
	}

	private static double x(Instant at, Instant now) {
		double share = 1 - (double) Duration.between(at, now).toMillis() / SPAN.toMillis();
		return LEFT + share * (RIGHT - LEFT);
	}

	private static double y(double value, double top) {
		return BOTTOM - value / top * (BOTTOM - TOP);
	}

	/** The next larger of 1, 2 and 5 times a power of ten. */
	private static double round(double value) {
		double power = Math.pow(10, Math.floor(Math.log10(value)));
		for (int step : new int[] { 1, 2, 5 }) {
			if (value <= step * power) {
				return step * power;
			}
		}
		return 10 * power;
	}

	private static String text(double value) {
		return (value == Math.rint(value)) ? String.format(Locale.ROOT, "%.0f", value)
				: String.format(Locale.ROOT, "%.3g", value).replaceAll("0+$", "");
	}

	/**
	 * A line to draw.
	 *
	 * @param name CSS class of the line
	 * @param value its value at a moment, {@code null} if there is none
	 */
	record Curve(String name, Function<TimeBucket, @Nullable Double> value) {

	}

	/**
	 * A line.
	 *
	 * @param name CSS class of the line
	 * @param path SVG path of the line, empty if nothing was measured
	 */
	record Line(String name, String path) {

	}

	/**
	 * A mark of an axis.
	 *
	 * @param at its position
	 * @param text its label
	 */
	record Mark(int at, String text) {

	}

}
