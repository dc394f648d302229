package org.parley.chat;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.parley.usage.RateState;

/**
 * A turn that a client may listen to: one that it began, or an earlier one that it asks for again.
 *
 * @param id of its request
 * @param rates what is left of the nearest limit on requests
 * @param stall longest time that a client may take nothing of its stream
 */
record FoundTurn(UUID id, TurnLog log, Duration stall, boolean isReplay, Optional<RateState> rates) {
    private static final String ID = "X-LLM-Request-Id";
    private static final String REPLAYED = "Idempotency-Replayed";

    /** Has the client know which turn it is, and when it is not a new one. */
    void tell(HttpServletResponse response) {
        response.setHeader(ID, id.toString());
        rates.ifPresent(state -> {
            response.setHeader("RateLimit-Policy", state.policy());
            response.setHeader("RateLimit", state.header());
        });
        if (isReplay) {
            response.setHeader(REPLAYED, "true");
        }
    }
}
