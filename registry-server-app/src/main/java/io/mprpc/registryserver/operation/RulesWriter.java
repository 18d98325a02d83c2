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

package io.mprpc.registryserver.operation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.governance.RulesView;
import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.RegistryAccessException;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceNames;
import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.operation.CommandRefusedException.Reason;

/**
 * Writes rules and waits until they are visible.
 */
final class RulesWriter {

	// Longer than the registry's own timeout.
	private static final Duration ANSWER = Duration.ofSeconds(30);

	private final RulesDirectory rules;

	RulesWriter(RulesDirectory rules) {
		this.rules = rules;
	}

	/**
	 * Writes rules of several services in one transaction.
	 * @throws DocumentChangedException if they have another version
	 * @throws CommandRefusedException if the registry is unreachable or denies access
	 */
	List<RulesView> writeAll(List<RulesDirectory.Write> writes) {
		try {
			return this.rules.writeAll(writes)
				.toCompletableFuture()
				.orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
				.join();
		}
		catch (CompletionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			if (cause instanceof DocumentChangedException meanwhile) {
				throw meanwhile;
			}
			String message = (cause instanceof RegistryAccessException) ? String.valueOf(cause.getMessage())
					: "ZooKeeper did not say whether anything was changed: " + cause;
			throw new CommandRefusedException(Reason.UNREACHABLE, message, cause);
		}
	}

	/**
	 * Removes a service.
	 * @return whether it was removed; otherwise it is in use
	 * @throws CommandRefusedException if the registry is unreachable or denies access
	 */
	boolean remove(ServiceNames names, ServiceName service, int documentVersion) {
		try {
			return names.remove(service, documentVersion)
				.toCompletableFuture()
				.orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
				.join();
		}
		catch (CompletionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw new CommandRefusedException(Reason.UNREACHABLE, String.valueOf(cause.getMessage()), cause);
		}
	}

	/** Waits for a limited time until the written rules are visible. */
	boolean await(ServiceName service, Predicate<RulesView> expected, Duration atMost) {
		CompletableFuture<Boolean> seen = new CompletableFuture<>();
		try (Subscription following = this.rules.subscribe(service, (view) -> {
			if (expected.test(view)) {
				seen.complete(true);
			}
		})) {
			return expected.test(this.rules.rules(service)) || seen.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException | TimeoutException ex) {
			return false;
		}
	}

}
