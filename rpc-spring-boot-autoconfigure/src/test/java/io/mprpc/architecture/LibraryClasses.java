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

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mprpc.RpcService;

/**
 * Classes of all modules of the library, as the class path of this module's tests has
 * them: directories while Maven tests, archives once it has packaged.
 */
final class LibraryClasses {

	static final FloorPlan PLAN = LibraryRoom.plan(RpcService.class.getPackageName());

	private static final ImportOption OF_TESTS = (location) -> location.contains("/test-classes/")
			|| location.contains("-tests.jar");

	static final JavaClasses MAIN = new ClassFileImporter().withImportOption((location) -> !OF_TESTS.includes(location))
		.importPackages(PLAN.rootPackage());

	static final JavaClasses TESTS = new ClassFileImporter().withImportOption(OF_TESTS)
		.withImportOption((location) -> !location.contains("/architecture/fixture/"))
		.importPackages(PLAN.rootPackage());

	private LibraryClasses() {
	}

}
