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

package io.mprpc.registryserver.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The default operator if no users are configured. The password is generated at the first
 * start and logged once; its hash is stored with the registry's data, so that it survives
 * a restart.
 */
class GeneratedOperator {

	static final String NAME = "admin";

	static final String FILE = "admin.password";

	private static final Logger logger = LoggerFactory.getLogger(GeneratedOperator.class);

	private final Path directory;

	private final PasswordEncoder encoder;

	/**
	 * Creates the operator of a registry.
	 * @param directory directory of the hash
	 * @param encoder encoder of the hash
	 */
	GeneratedOperator(Path directory, PasswordEncoder encoder) {
		this.directory = directory;
		this.encoder = encoder;
	}

	UserDetails get() {
		Path file = this.directory.toAbsolutePath().normalize().resolve(FILE);
		try {
			return User.withUsername(NAME).password(hash(file)).authorities(Role.OPERATOR.authority()).build();
		}
		catch (IOException ex) {
			throw new SecuritySetupException(
					"The hash of the generated password cannot be stored in the file " + file + ": " + ex,
					"Give this process the right to read and write that file, or configure users: "
							+ "rpc.registry-server.security.users[0].name, .password and .role.",
					ex);
		}
	}

	private String hash(Path file) throws IOException {
		try {
			String hash = Files.readString(file).trim();
			if (hash.isEmpty()) {
				// An earlier start was interrupted between creating and writing the file.
				Files.delete(file);
				return generate(file);
			}
			logger.info("The operator '{}' logs in with the password that was logged at the first start. Delete {} to "
					+ "get another one, or set rpc.registry-server.security.users", NAME, file);
			return hash;
		}
		catch (NoSuchFileException ex) {
			return generate(file);
		}
	}

	private String generate(Path file) throws IOException {
		byte[] random = new byte[18];
		new SecureRandom().nextBytes(random);
		String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
		String hash = String.valueOf(this.encoder.encode(password));
		Files.createDirectories(this.directory);
		try {
			write(file, hash);
		}
		catch (FileAlreadyExistsException ex) {
			return Files.readString(file).trim();
		}
		// Logged only this once.
		logger.warn("""


				Generated password of the operator '{}': {}

				It is not shown again; its hash is in {}.
				Configure users of your own with rpc.registry-server.security.users[0].name, .password and .role.
				""", NAME, password, file);
		return hash;
	}

	private static void write(Path file, String text) throws IOException {
		boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
		FileAttribute<?>[] attributes = posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
		try (SeekableByteChannel channel = Files.newByteChannel(file,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
			channel.write(ByteBuffer.wrap((text + '\n').getBytes(StandardCharsets.UTF_8)));
		}
	}

}
