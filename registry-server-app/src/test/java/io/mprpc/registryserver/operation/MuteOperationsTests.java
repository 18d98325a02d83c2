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

import java.nio.file.Path;

import io.mprpc.internal.governance.RuleChange;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.operation.CommandRefusedException.Reason;
import io.mprpc.registryserver.testing.RegistryInMemory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MuteOperations} and {@link MutedConsumers}.
 */
class MuteOperationsTests {

	private static final DocumentName WEB = DocumentName.of("governance", "consumers", "web");

	@TempDir
	private Path directory;

	private RegistryInMemory registry;

	private MutedConsumers muted;

	private MuteOperations operations;

	@BeforeEach
	void aConsumer() {
		this.registry = new RegistryInMemory(this.directory);
		this.registry.consumers().put("demo.Users", "web@10.0.0.9:4711");
		this.muted = new MutedConsumers(this.registry.documents());
		this.operations = new MuteOperations(this.registry.catalog(), this.registry.documents(), this.muted,
				this.registry.journal(), this.registry.clock());
	}

	@Test
	void anApplicationIsMutedAndUnmutedAndBothAreWrittenDown() {
		MuteResult result = this.operations.set("web", true, " wrong address ", "ann");
		assertThat(result.changed()).isTrue();
		assertThat(this.muted.test("web")).isTrue();
		assertThat(this.muted.test("other")).isFalse();
		assertThat(this.muted.all()).containsExactly(
				new ConsumerMute("web", true, new RuleChange("ann", this.registry.clock().instant(), "wrong address")));
		assertThat(this.registry.documents().document(WEB).content())
			.isEqualTo("{\"format\":1,\"muted\":true,\"lastChange\":{\"by\":\"ann\",\"at\":\""
					+ this.registry.clock().instant() + "\",\"what\":\"wrong address\"}}");

		assertThat(this.operations.set("web", false, "", "olga").changed()).isTrue();
		assertThat(this.muted.test("web")).isFalse();
		assertThat(this.muted.all()).isEmpty();
		assertThat(this.registry.entries()).extracting(MuteOperationsTests::text)
			.containsExactly("CONSUMER_UNMUTED web null olga", "CONSUMER_MUTED web wrong address ann");
	}

	@Test
	void whatIsSoAlreadyChangesNothingAndIsNotWrittenDown() {
		assertThat(this.operations.set("web", false, "", "ann")).isEqualTo(new MuteResult("web", false, false, null));
		this.operations.set("web", true, "", "ann");
		assertThat(this.operations.set("web", true, "again", "ann").changed()).isFalse();
		assertThat(this.registry.entries()).hasSize(1);
	}

	@Test
	void anApplicationThatCallsNothingIsNotMutedButOneThatLeftIsUnmuted() {
		assertRefused(Reason.UNKNOWN_CONSUMER, () -> this.operations.set("wbe", true, "", "ann"));
		this.operations.set("web", true, "", "ann");
		this.registry.consumers().clear();
		assertThat(this.operations.set("web", false, "", "ann").changed()).isTrue();
	}

	@Test
	void namesThatNoDocumentCanHaveAreRefused() {
		assertRefused(Reason.INVALID, () -> this.operations.set("", true, "", "ann"));
		assertRefused(Reason.INVALID, () -> this.operations.set("a\nb", true, "", "ann"));
		assertRefused(Reason.INVALID, () -> this.operations.set("a".repeat(300), false, "", "ann"));
	}

	@Test
	void fieldsOfLaterVersionsAreKept() {
		put("{\"format\":1,\"muted\":true,\"until\":\"tomorrow\"}", 3);
		assertThat(this.muted.test("web")).isTrue();
		this.operations.set("web", false, "", "ann");
		assertThat(this.registry.documents().document(WEB).content()).contains("\"muted\":false")
			.endsWith(",\"until\":\"tomorrow\"}");
	}

	@Test
	void aDocumentThatCannotBeReadMutesNothingAndIsNotReplaced() {
		put("{\"format\":2,\"muted\":true}", 3);
		assertThat(this.muted.test("web")).isFalse();
		assertRefused(Reason.UNREADABLE, () -> this.operations.set("web", true, "", "ann"));
		put("{\"muted\":\"yes\"}", 4);
		assertThat(this.muted.test("web")).isFalse();
		assertRefused(Reason.UNREADABLE, () -> this.operations.set("web", true, "", "ann"));
	}

	@Test
	void aChangeOfAnotherMemberIsSeenAndOnesOwnIsMadeOnTopOfIt() {
		put("{\"muted\":true}", 0);
		assertThat(this.muted.test("web")).isTrue();
		this.registry.documents().beforeNextWrite(() -> put("{\"muted\":true,\"until\":\"tomorrow\"}", 7));
		assertThat(this.operations.set("web", false, "", "ann").changed()).isTrue();
		assertThat(this.registry.documents().document(WEB).content()).contains("\"until\":\"tomorrow\"");
	}

	@Test
	void nothingIsChangedWhileTheRegistryIsAway() {
		this.registry.connection().become(RegistryConnection.State.SUSPENDED);
		this.registry.documents()
			.put(new Document(WEB, "{\"muted\":true}", 3, Document.State.STALE, "{\"muted\":true}"));
		assertRefused(Reason.UNREACHABLE, () -> this.operations.set("web", false, "", "ann"));
		assertRefused(Reason.UNREACHABLE, () -> this.operations.set("other", true, "", "ann"));
		assertThat(this.muted.test("web")).isTrue();
		assertThat(this.registry.entries()).isEmpty();
	}

	private void put(String content, int version) {
		this.registry.documents().put(new Document(WEB, content, version, Document.State.LIVE, content));
	}

	private static String text(JournalEntry entry) {
		return entry.kind() + " " + entry.subject() + " " + entry.after() + " " + entry.actor();
	}

	private static void assertRefused(Reason reason, ThrowingCallable command) {
		assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(command)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

}
