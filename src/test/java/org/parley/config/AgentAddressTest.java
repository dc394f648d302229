package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.platform.ProblemException;

/** Slugs are safe in paths. */
class AgentAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ".", "..", "../x", "a/b", "a\\b", "A", "-a", "_a", "a b", "a\u0000", "é", "a.b", "a\n"})
    void what_is_no_slug_is_not_found(String slug) {
        assertThatThrownBy(() -> new AgentAddress(slug, "agent")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new AgentAddress("account", slug)).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_slug_has_at_most_63_characters() {
        assertThat(AgentAddress.isSlug("a".repeat(63))).isTrue();
        assertThat(AgentAddress.isSlug("a".repeat(64))).isFalse();
        assertThat(new AgentAddress("wyckoff", "wyckoff_info-chat1")).hasToString("wyckoff/wyckoff_info-chat1");
    }
}
