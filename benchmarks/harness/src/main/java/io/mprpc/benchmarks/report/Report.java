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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * Report of one run, as Markdown and as JSON.
 */
public final class Report {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting()
		.serializeSpecialFloatingPointValues()
		.create();

	private final StringBuilder markdown = new StringBuilder();

	private final JsonObject json = new JsonObject();

	private final JsonArray tables = new JsonArray();

	/**
	 * Creates a report.
	 * @param title its title
	 * @param command command that repeats the run
	 */
	public Report(String title, String command) {
		String machine = Machine.describe();
		this.markdown.append("## ").append(title).append("\n\n");
		this.markdown.append("`").append(command).append("`  \n").append(machine).append("\n");
		this.json.addProperty("title", title);
		this.json.addProperty("command", command);
		this.json.addProperty("machine", machine);
		this.json.add("tables", this.tables);
	}

	/**
	 * Adds a table.
	 * @param table the table
	 */
	public void add(Table table) {
		this.markdown.append('\n').append(table.toMarkdown());
		this.tables.add(table.toJson());
	}

	/**
	 * Adds a remark.
	 * @param text the remark
	 */
	public void say(String text) {
		this.markdown.append('\n').append(text).append('\n');
	}

	/**
	 * Writes {@code <name>.md} and {@code <name>.json} and prints the first.
	 * @param directory directory of the files
	 * @param name name of the files
	 */
	public void write(Path directory, String name) {
		try {
			Files.createDirectories(directory);
			Files.writeString(directory.resolve(name + ".md"), this.markdown);
			Files.writeString(directory.resolve(name + ".json"), GSON.toJson(this.json));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		System.out.println(this.markdown);
		System.out.println("Written to " + directory.resolve(name + ".md") + " and .json");
	}

}
