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
import java.util.Optional;

import com.tngtech.archunit.core.domain.JavaClass;

/**
 * All rooms below one root package.
 *
 * @param rootPackage the root package
 * @param rooms the rooms
 */
public record FloorPlan(String rootPackage, List<? extends Room> rooms) {

	/**
	 * Whether a class is one of ours.
	 * @param javaClass the class
	 * @return whether it lives in the root package or below
	 */
	public boolean owns(JavaClass javaClass) {
		String name = javaClass.getPackageName();
		return name.equals(this.rootPackage) || name.startsWith(this.rootPackage + '.');
	}

	/**
	 * Room of a class.
	 * @param javaClass the class
	 * @return the room, empty if its package is none
	 */
	public Optional<Room> roomOf(JavaClass javaClass) {
		for (Room room : this.rooms) {
			if (packageOf(room).equals(javaClass.getPackageName())) {
				return Optional.of(room);
			}
		}
		return Optional.empty();
	}

	/**
	 * Package of a room.
	 * @param room the room
	 * @return the full name of its package
	 */
	public String packageOf(Room room) {
		return room.path().isEmpty() ? this.rootPackage : this.rootPackage + '.' + room.path();
	}

}
