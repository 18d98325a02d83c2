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

package io.mprpc.internal.configuration;

import java.time.Duration;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.input.UntrustedText;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Constraints of the values of properties: Spring Boot shows the exceptions with the
 * property, its value and where it stands.
 */
public final class PropertyRules {

	private PropertyRules() {
	}

	public static Duration positive(String property, Duration value) {
		check(!value.isNegative() && !value.isZero(), property, value, "It must be longer than zero.");
		return value;
	}

	public static Duration notNegative(String property, Duration value) {
		check(!value.isNegative(), property, value, "It must not be negative.");
		return value;
	}

	/**
	 * For a duration of which zero says that there is none.
	 * @param property name of the property
	 * @param value its value
	 * @return the duration, {@code null} for zero
	 */
	public static @Nullable Duration zeroForNone(String property, Duration value) {
		check(!value.isNegative(), property, value, "It must not be negative; zero stands for none.");
		return (value.isZero()) ? null : value;
	}

	public static int range(String property, int value, int least, int most) {
		check(value >= least && value <= most, property, value, "It must be between " + least + " and " + most + ".");
		return value;
	}

	/** For a name that is written to the registry. */
	public static String registered(String property, String value) {
		registered(property, value, () -> RegistryLimits.name("The name", value));
		return value;
	}

	/** For something else that is written to the registry. */
	public static void registered(String property, Object value, Runnable limits) {
		try {
			limits.run();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, UntrustedText.printable(value),
					"The registry cannot take it: " + ex.getMessage() + ".");
		}
	}

	/**
	 * Attempts of a call, of which gRPC takes two to five.
	 * @param prefix name of the properties that the number belongs to
	 * @param value the number
	 * @param plural name of further attempts
	 * @return the number
	 */
	public static int attempts(String prefix, int value, String plural) {
		check(value >= 2 && value <= 5, prefix + ".max-attempts", value,
				"It must be between 2 and 5, the first attempt included. To turn " + plural + " off, set " + prefix
						+ ".enabled=false.");
		return value;
	}

	public static void check(boolean rule, String property, @Nullable Object value, String reason) {
		if (!rule) {
			throw new InvalidConfigurationPropertyValueException(property, value, reason);
		}
	}

}
