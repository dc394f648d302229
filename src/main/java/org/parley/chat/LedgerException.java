package org.parley.chat;

import java.sql.SQLException;
import java.util.Optional;
import org.parley.platform.ConnectionTimeouts;
import org.parley.platform.Problem;
import org.parley.platform.ProblemMapper;
import org.parley.usage.CallOutcome;

/** The ledger could not be written. It is neither a failure of the model nor of the conversation, and is told as what it is. */
class LedgerException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String UNIQUE_VIOLATION = "23505";

    private final transient Optional<CallOutcome> unsettled;

    LedgerException(Throwable cause) {
        this(cause, Optional.empty());
    }

    /** @param unsettled how a call ended that could not be settled */
    LedgerException(Throwable cause, Optional<CallOutcome> unsettled) {
        super("the ledger cannot be written", cause);
        ConnectionTimeouts.note(cause);
        this.unsettled = unsettled;
    }

    Optional<CallOutcome> unsettled() {
        return unsettled;
    }

    /** Whether it is that a row with the same idempotency key is there already. */
    boolean isDuplicate() {
        return ProblemMapper.causeOf(this, SQLException.class)
                .filter(sql -> UNIQUE_VIOLATION.equals(sql.getSQLState())
                        && String.valueOf(sql.getMessage()).contains("llm_requests_by_key"))
                .isPresent();
    }

    static Problem problem() {
        return new Problem(
                503,
                "/problems/ledger-unavailable",
                "The request could not be booked",
                "The answer could not be stored together with its cost. Nothing was invented in its place.");
    }
}
