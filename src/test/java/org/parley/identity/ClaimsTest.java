package org.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.account.Caller;
import org.parley.account.Role;

/** A caller has the roles that the claim names, and no others. */
class ClaimsTest {
    @Test
    void a_list_of_grants_is_read_with_its_highest_roles() {
        Caller caller = caller("roles", Map.of("roles", List.of("acme:visitor", "acme:editor", "globex:owner", 7)));
        assertThat(caller.roles()).isEqualTo(Map.of("acme", Role.EDITOR, "globex", Role.OWNER));
        assertThat(caller.isOperator()).isFalse();
        assertThat(caller.id()).isEqualTo("user:ann");
    }

    @Test
    void groups_with_paths_and_texts_with_blanks_are_grants_too() {
        assertThat(caller("groups", Map.of("groups", List.of("/acme/member"))).roles())
                .isEqualTo(Map.of("acme", Role.MEMBER));
        assertThat(caller("scope", Map.of("scope", "openid acme:owner operator"))
                        .isOperator())
                .isTrue();
    }

    @Test
    void the_claim_is_found_by_its_path_or_its_whole_name() {
        Map<String, ?> nested = Map.of("resource_access", Map.of("parley", Map.of("roles", List.of("acme:owner"))));
        assertThat(caller("resource_access.parley.roles", nested).roles()).containsKey("acme");
        assertThat(caller("https://x.example/roles", Map.of("https://x.example/roles", List.of("acme:owner")))
                        .roles())
                .containsKey("acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme",
                "acme:admin",
                "ACME:owner",
                "acme:owner:x",
                "../acme:owner",
                ":owner",
                "operators",
                "",
                "*:owner"
            })
    void words_that_are_no_grants_count_for_nothing(String word) {
        Caller caller = caller("roles", Map.of("roles", List.of(word)));
        assertThat(caller.roles()).isEmpty();
        assertThat(caller.isOperator()).isFalse();
    }

    @Test
    void without_the_claim_there_are_no_roles() {
        assertThat(caller("a.b.c", Map.of("a", Map.of("b", "text"))).roles()).isEmpty();
        assertThat(caller("roles", Map.of()).roles()).isEmpty();
    }

    private static Caller caller(String claim, Map<String, ?> claims) {
        return Claims.caller("ann", claims, claim);
    }
}
