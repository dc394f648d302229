package org.parley.chat;

import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.account.Caller;
import org.parley.platform.Ids;
import org.parley.platform.Json;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;

/**
 * What a visitor sends: a message, and the session that it belongs to.
 *
 * @param sessionId empty for a new session
 * @param key empty when a second request is a second turn
 * @param context of a client that keeps the conversation itself
 */
record TurnRequest(String message, Optional<UUID> sessionId, Optional<IdempotencyKey> key, ClientContext context) {
    private static final Set<String> FIELDS = Set.of("message", "session_id");

    /** The same as that caller's: no other caller can find its turn by the key. */
    TurnRequest of(Caller caller) {
        return new TurnRequest(message, sessionId, key.map(name -> name.of(caller)), context);
    }

    /** Reads a request; anything but the two fields, or a field of another type, is a 400. */
    static TurnRequest parse(String body, @Nullable String idempotencyKey) {
        JsonObject json =
                Json.parseObject(body).orElseThrow(() -> Problems.badRequest("The body is not a JSON object."));
        for (String field : json.keySet()) {
            if (!FIELDS.contains(field)) {
                throw Problems.badRequest(
                        "The body has a field that is not known; it may have message and session_id.");
            }
        }
        String message = requireText(
                Json.text(json, "message").orElseThrow(() -> Problems.badRequest("message is missing.")), "message");
        return new TurnRequest(
                message,
                Json.text(json, "session_id").map(id -> Ids.parse("session_id", id)),
                IdempotencyKey.of(idempotencyKey, body),
                ClientContext.NONE);
    }

    /** Fails with 400 when nothing is said, or a NUL, which no database keeps. */
    static String requireText(String text, String field) {
        if (text.isBlank()) {
            throw Problems.badRequest(field + " is empty.");
        }
        if (text.indexOf('\0') >= 0) {
            throw Problems.badRequest(field + " has a NUL character.");
        }
        return text;
    }

    /** Fails with 413 when the message is longer than the agent takes, in characters. */
    void requireLength(int limit) {
        if (message.codePointCount(0, message.length()) > limit) {
            throw new ProblemException(
                    413,
                    "/problems/message-too-long",
                    "The message is too long",
                    "The message is longer than " + limit + " characters.");
        }
    }
}
