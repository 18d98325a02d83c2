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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * Table of measurements: a row per contender and a column per measurement, each with
 * median, spread and the ratio to the first row.
 */
public final class Table {

	private final String title;

	private final String rowTitle;

	private final List<Column> columns = new ArrayList<>();

	private final Map<String, Map<String, Sample>> rows = new LinkedHashMap<>();

	/**
	 * Creates a table.
	 * @param title title of the table
	 * @param rowTitle title of the rows
	 */
	public Table(String title, String rowTitle) {
		this.title = title;
		this.rowTitle = rowTitle;
	}

	/**
	 * Adds a column.
	 * @param name its name with its unit
	 * @param decimals digits after the point
	 * @return this table
	 */
	public Table column(String name, int decimals) {
		this.columns.add(new Column(name, decimals));
		return this;
	}

	/**
	 * Adds a row if absent, to fix the order of the rows.
	 * @param name its name
	 */
	public void row(String name) {
		this.rows.computeIfAbsent(name, (n) -> new LinkedHashMap<>());
	}

	/**
	 * Adds a value.
	 * @param row name of the row
	 * @param column name of the column
	 * @param value the value
	 */
	public void add(String row, String column, double value) {
		this.rows.computeIfAbsent(row, (name) -> new LinkedHashMap<>())
			.computeIfAbsent(column, (name) -> new Sample())
			.add(value);
	}

	String toMarkdown() {
		StringBuilder text = new StringBuilder("### ").append(this.title).append("\n\n| ").append(this.rowTitle);
		this.columns.forEach((column) -> text.append(" | ").append(column.name()).append(" | ratio"));
		text.append(" |\n| ---").append(" | ---: | ---:".repeat(this.columns.size())).append(" |\n");
		this.rows.forEach((name, figures) -> {
			text.append("| ").append(name);
			this.columns.forEach((column) -> text.append(" | ").append(cell(column, figures)));
			text.append(" |\n");
		});
		return text.toString();
	}

	JsonObject toJson() {
		JsonObject json = new JsonObject();
		json.addProperty("title", this.title);
		JsonObject all = new JsonObject();
		this.rows.forEach((name, figures) -> {
			JsonObject row = new JsonObject();
			figures.forEach((column, sample) -> row.add(column, toJson(column, sample)));
			all.add(name, row);
		});
		json.add("rows", all);
		return json;
	}

	private JsonObject toJson(String column, Sample sample) {
		JsonObject json = new JsonObject();
		json.addProperty("median", sample.median());
		json.addProperty("min", sample.min());
		json.addProperty("max", sample.max());
		json.addProperty("ratio", sample.ratioTo(base(column)).median());
		JsonArray values = new JsonArray();
		sample.values().forEach(values::add);
		json.add("values", values);
		return json;
	}

	private Sample base(String column) {
		return this.rows.values().iterator().next().getOrDefault(column, new Sample());
	}

	private String cell(Column column, Map<String, Sample> figures) {
		Sample sample = figures.get(column.name());
		if (sample == null) {
			return "- | -";
		}
		String spread = (sample.values().size() < 2) ? ""
				: " (" + column.format(sample.min()) + "-" + column.format(sample.max()) + ")";
		double ratio = sample.ratioTo(base(column.name())).median();
		return column.format(sample.median()) + spread + " | "
				+ (Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : "-");
	}

	private record Column(String name, int decimals) {

		String format(double value) {
			return String.format(Locale.ROOT, "%,." + this.decimals + "f", value);
		}

	}

}
