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
package io.mprpc.architecture;

import java.util.List;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClass;

/**
 * An outside library and the rooms that may know it.
 *
 * @param library what the library is called
 * @param packages its packages, each with all that is below
 * @param rooms the rooms inside the fence
 */
public record Fence(String library, List<String> packages, Set<? extends Room> rooms) {

	/**
	 * Whether a class belongs to the library.
	 * @param javaClass the class
	 * @return whether it does
	 */
	public boolean encloses(JavaClass javaClass) {
		String name = javaClass.getPackageName();
		return this.packages.stream().anyMatch((each) -> name.equals(each) || name.startsWith(each + '.'));
	}

}
