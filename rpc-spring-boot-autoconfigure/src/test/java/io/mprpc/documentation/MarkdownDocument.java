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
package io.mprpc.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown file: its links, the anchors that others can link to, and the snippets that
 * it says are taken from a source file.
 *
 * @param path where it stands
 * @param text what it says
 */
record MarkdownDocument(Path path, String text) {

	private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```\\s*?$");

	private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");

	private static final Pattern SNIPPET = Pattern
		.compile("(?ms)^<!-- source: (\\S+) -->\\s*^```\\w*\\n(.*?)^```\\s*?$");

	static MarkdownDocument read(Path path) {
		try {
			return new MarkdownDocument(path, Files.readString(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Links that lead to nothing. Those to other sites are not followed.
	 * @return what is wrong, a sentence for each link
	 */
	List<String> brokenLinks() {
		List<String> broken = new ArrayList<>();
		Matcher link = LINK.matcher(FENCE.matcher(this.text).replaceAll(""));
		while (link.find()) {
			String target = link.group(2);
			if (!target.matches("(?i)[a-z][a-z0-9+.-]*:.*")) {
				int hash = target.indexOf('#');
				String file = (hash < 0) ? target : target.substring(0, hash);
				boolean here = file.isEmpty();
				Path linked = here ? this.path : this.path.resolveSibling(file).normalize();
				if (!here && !Files.exists(linked)) {
					broken.add("%s links to %s, which is not there".formatted(this.path, target));
				}
				else if (isMisnamed(link.group(1), file)) {
					broken.add("%s calls %s %s".formatted(this.path, target, link.group(1)));
				}
				else if (hash >= 0 && !(here ? this : read(linked)).anchors().contains(target.substring(hash + 1))) {
					broken.add("%s links to %s, where no heading is called so".formatted(this.path, target));
				}
			}
		}
		return broken;
	}

	// A class that was renamed takes the paths of its links with it, but not their texts.
	private static boolean isMisnamed(String label, String file) {
		return label.matches("`\\w+`") && file.endsWith(".java")
				&& !file.endsWith('/' + label.replace("`", "") + ".java");
	}

	/**
	 * Anchors of the headings, as GitHub makes them.
	 * @return the anchors
	 */
	Set<String> anchors() {
		Set<String> anchors = new TreeSet<>();
		Map<String, Integer> seen = new HashMap<>();
		Matcher heading = HEADING.matcher(FENCE.matcher(this.text).replaceAll(""));
		while (heading.find()) {
			String slug = LINK.matcher(heading.group(1))
				.replaceAll("$1")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-');
			int before = seen.merge(slug, 1, Integer::sum) - 1;
			anchors.add((before == 0) ? slug : slug + '-' + before);
		}
		return anchors;
	}

	/**
	 * Snippets that are not in the file that they name. Indentation and blank lines do
	 * not count; a line {@code // ...} or {@code # ...} stands for lines left out.
	 * @param repository root of the paths that snippets name
	 * @return what is wrong, a sentence for each snippet
	 */
	List<String> staleSnippets(Path repository) {
		List<String> stale = new ArrayList<>();
		Matcher snippet = SNIPPET.matcher(this.text);
		while (snippet.find()) {
			Path source = repository.resolve(snippet.group(1));
			if (!Files.exists(source)) {
				stale.add("%s has a snippet of %s, which is not there".formatted(this.path, source));
			}
			else if (!holds(lines(read(source).text()), snippet.group(2))) {
				stale.add(
						"%s has a snippet of %s that is not in it:%n%s".formatted(this.path, source, snippet.group(2)));
			}
		}
		return stale;
	}

	int snippets() {
		return (int) SNIPPET.matcher(this.text).results().count();
	}

	private static boolean holds(String source, String snippet) {
		int from = 0;
		for (String part : snippet.split("(?m)^\\s*(//|#) \\.\\.\\.$")) {
			String wanted = lines(part);
			int at = source.indexOf(wanted, from);
			if (at < 0) {
				return false;
			}
			from = at + wanted.length() - 1;
		}
		return true;
	}

	private static String lines(String text) {
		StringBuilder lines = new StringBuilder("\n");
		text.lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty())
			.forEach((line) -> lines.append(line).append('\n'));
		return lines.toString();
	}

}
