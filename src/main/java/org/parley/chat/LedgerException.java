package org.parley.chat;

import org.parley.platform.Problem;

/** The ledger could not be written. It is neither a failure of the model nor of the conversation, and is told as what it is. */
class LedgerException extends Exception {
    private static final long serialVersionUID = 1L;
    static final String ERROR_TYPE = "ledger_unavailable";

    LedgerException(Throwable cause) {
        super("the ledger cannot be written", cause);
    }

    static Problem problem() {
        return new Problem(
                503,
                "/problems/ledger-unavailable",
                "The request could not be booked",
                "The answer could not be stored together with its cost. Nothing was invented in its place.");
    }
}
