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

package io.mprpc.registryserver.catalog;

import java.util.Comparator;

import io.mprpc.registry.Endpoint;

/**
 * Natural order of endpoints and of texts: numbers compare as numbers, so that
 * {@code 10.0.0.2} precedes {@code 10.0.0.10}.
 */
public final class NaturalOrder implements Comparator<Endpoint> {

	/** Natural order of endpoints. */
	public static final NaturalOrder OF_ENDPOINTS = new NaturalOrder();

	private NaturalOrder() {
	}

	@Override
	public int compare(Endpoint one, Endpoint other) {
		int byHost = compare(one.host(), other.host());
		return (byHost != 0) ? byHost : one.compareTo(other);
	}

	/**
	 * Compares two texts.
	 * @param one the one text
	 * @param other the other text
	 * @return negative, zero or positive, as with a {@link Comparator}
	 */
	public static int compare(String one, String other) {
		int i = 0;
		int j = 0;
		while (i < one.length() && j < other.length()) {
			int endOfOne = endOfNumber(one, i);
			int endOfOther = endOfNumber(other, j);
			boolean numbers = endOfOne > i && endOfOther > j;
			int order = numbers ? compareNumbers(one.substring(i, endOfOne), other.substring(j, endOfOther))
					: Character.compare(one.charAt(i), other.charAt(j));
			if (order != 0) {
				return order;
			}
			i = numbers ? endOfOne : i + 1;
			j = numbers ? endOfOther : j + 1;
		}
		return (one.length() - i) - (other.length() - j);
	}

	private static int compareNumbers(String one, String other) {
		String left = withoutZeros(one);
		String right = withoutZeros(other);
		return (left.length() != right.length()) ? left.length() - right.length() : left.compareTo(right);
	}

	private static String withoutZeros(String number) {
		int zeros = 0;
		while (zeros < number.length() - 1 && number.charAt(zeros) == '0') {
			zeros++;
		}
		return number.substring(zeros);
	}

	private static int endOfNumber(String text, int from) {
		int end = from;
		while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
			end++;
		}
		return end;
	}

}
