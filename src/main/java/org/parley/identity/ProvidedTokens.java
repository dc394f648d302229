package org.parley.identity;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.parley.account.Caller;
import org.parley.platform.Json;

/**
 * What the provider gave for a sign-in or a refresh, its tokens verified.
 *
 * @param name by which people know the caller; empty when the provider does not tell
 * @param session the provider's name for its own session; empty when it does not tell
 * @param refreshToken empty when the provider gives none: the session then ends with the access token
 * @param lifetime of the access token
 */
record ProvidedTokens(
        Caller caller, String name, String session, String idToken, String refreshToken, Duration lifetime) {

    /** The tokens that have to be kept, in one text. */
    String kept() {
        return Json.object()
                .add("id_token", idToken)
                .add("refresh_token", refreshToken)
                .build()
                .toString();
    }

    static Optional<String> idToken(String kept) {
        return word(kept, "id_token");
    }

    static Optional<String> refreshToken(String kept) {
        return word(kept, "refresh_token");
    }

    /** What the provider does not give anew stays as it was. */
    ProvidedTokens over(String kept) {
        return new ProvidedTokens(
                caller,
                name,
                session,
                idToken.isEmpty() ? idToken(kept).orElse("") : idToken,
                refreshToken.isEmpty() ? refreshToken(kept).orElse("") : refreshToken,
                lifetime);
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return caller.id();
    }

    private static Optional<String> word(String kept, String name) {
        return Json.parseObject(kept)
                .map((JsonObject tokens) -> tokens.getString(name, ""))
                .filter(word -> !word.isEmpty());
    }
}
