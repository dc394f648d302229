package org.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A sign-in under way is gone on with by the browser that began it, for ten minutes, and by nobody else. */
class SignInStateTest {
    private static final String SECRET = "client secret";
    private static final String BROWSER = ApiKey.secret();
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final SignInState begun = SignInState.begin(SECRET, BROWSER, "/console/?day=1", NOW);

    @Test
    void the_browser_that_began_goes_on_with_all_that_it_began_with() {
        assertThat(open(SECRET, BROWSER, begun.text(), NOW)).contains(begun);
        assertThat(begun.to()).isEqualTo("/console/?day=1");
    }

    @Test
    void it_is_over_after_ten_minutes() {
        Instant end = NOW.plus(SignInState.LONGEST);
        assertThat(open(SECRET, BROWSER, begun.text(), end.minusSeconds(1))).contains(begun);
        assertThat(open(SECRET, BROWSER, begun.text(), end)).isEmpty();
        assertThat(open(SECRET, BROWSER, begun.text(), end.plusSeconds(86_400))).isEmpty();
    }

    @Test
    void another_browser_or_installation_cannot_go_on() {
        assertThat(open(SECRET, ApiKey.secret(), begun.text(), NOW)).isEmpty();
        assertThat(open(SECRET, "", begun.text(), NOW)).isEmpty();
        assertThat(open("another secret", BROWSER, begun.text(), NOW)).isEmpty();
    }

    @Test
    void a_state_that_was_changed_cut_or_made_up_is_none() {
        String text = begun.text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'Q' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThat(open(SECRET, BROWSER, changed, NOW)).as(changed).isEmpty();
            assertThat(open(SECRET, BROWSER, text.substring(0, i), NOW)).isEmpty();
        }
        assertThat(open(SECRET, BROWSER, "nonsense", NOW)).isEmpty();
    }

    @Test
    void what_was_sealed_for_something_else_is_no_state() {
        String other =
                SealedText.seal(SECRET, "tokens of a session", "{\"id\":\"1\",\"to\":\"/\",\"until\":9999999999}");
        assertThat(open(SECRET, BROWSER, other, NOW)).isEmpty();
    }

    @Test
    void nothing_that_proves_the_rest_is_in_the_address_or_the_same_twice() {
        assertThat(begun.text()).doesNotContain(begun.nonce(), begun.verifier(), BROWSER);
        assertThat(begun.nonce()).isNotEqualTo(begun.verifier());
        SignInState again = SignInState.begin(SECRET, BROWSER, "/", NOW);
        assertThat(again.text()).isNotEqualTo(begun.text());
        assertThat(again.nonce()).isNotEqualTo(begun.nonce());
        assertThat(again.verifier()).isNotEqualTo(begun.verifier());
    }

    /** Of 43 to 128 letters, digits and few signs; see RFC 7636. */
    @Test
    void the_verifier_has_the_form_of_one() {
        assertThat(begun.verifier()).matches("[A-Za-z0-9._~-]{43,128}");
    }

    private static Optional<SignInState> open(String secret, String browser, String text, Instant now) {
        return SignInState.open(secret, browser, text, now);
    }
}
