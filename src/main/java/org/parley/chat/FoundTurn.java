package org.parley.chat;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;

/**
 * A turn that a client may listen to: one that it began, or an earlier one that it asks for again.
 *
 * @param stall longest time that a client may take nothing of its stream
 */
record FoundTurn(TurnLog log, Duration stall, boolean isReplay) {
    private static final String REPLAYED = "Idempotency-Replayed";

    /** Has the client know when the turn is not a new one. */
    void tell(HttpServletResponse response) {
        if (isReplay) {
            response.setHeader(REPLAYED, "true");
        }
    }
}
