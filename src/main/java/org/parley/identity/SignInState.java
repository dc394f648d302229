package org.parley.identity;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.parley.platform.Json;

/**
 * A sign-in under way, in the {@code state} that the provider hands back. Any node can read it, only together with the
 * cookie of the browser that began; what proves the rest is derived from that cookie, so that it is in no address.
 *
 * @param text as it travels
 * @param nonce that the ID token has to bear
 * @param verifier of PKCE; see RFC 7636
 * @param to where the visitor wanted to go
 */
record SignInState(String text, String nonce, String verifier, String to) {
    static final Duration LONGEST = Duration.ofMinutes(10);

    static SignInState begin(String clientSecret, String browser, String to, Instant now) {
        String id = ApiKey.secret();
        String content = Json.object()
                .add("id", id)
                .add("to", to)
                .add("until", now.plus(LONGEST).getEpochSecond())
                .build()
                .toString();
        return of(SealedText.seal(clientSecret, use(browser), content), browser, id, to);
    }

    /** Empty when it was begun by another browser, too long ago, or not by us. */
    static Optional<SignInState> open(String clientSecret, String browser, String text, Instant now) {
        return SealedText.open(clientSecret, use(browser), text)
                .flatMap(Json::parseObject)
                .filter(content -> now.getEpochSecond() < untilOf(content))
                .map(content -> of(text, browser, content.getString("id"), content.getString("to")));
    }

    private static long untilOf(JsonObject content) {
        return content.getJsonNumber("until").longValue();
    }

    private static SignInState of(String text, String browser, String id, String to) {
        return new SignInState(
                text, SealedText.derive(browser, "nonce " + id), SealedText.derive(browser, "code verifier " + id), to);
    }

    private static String use(String browser) {
        return "sign-in of " + browser;
    }
}
