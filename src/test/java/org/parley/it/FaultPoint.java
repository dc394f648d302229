package org.parley.it;

import java.util.Locale;

/** Where in a turn a fault strikes. Each is reached from outside: by what the provider does, or by a lock in PostgreSQL. */
enum FaultPoint {
    /** The transaction that opens the turn is under way. */
    BEFORE_CLAIM(1),
    /** The provider was called and has not answered. */
    AFTER_CLAIM(0),
    FIRST_BYTE(0),
    MID_STREAM(0),
    /** Both tools of the reply have worked and not committed. */
    TOOLS(2),
    /** The tools are done and the transaction that claims the next call is under way. */
    BETWEEN_ROUNDS(1),
    /** All statements of the last transaction were run; its commit is under way. */
    FINAL_COMMIT(1),
    /** The turn is booked, and its client has not read the end. */
    AFTER_COMMIT(0),
    /** Wherever the turn is: it waits for nothing. */
    ANYWHERE(0);

    private final int locks;

    FaultPoint(int locks) {
        this.locks = locks;
    }

    /** How many transactions of a turn wait for a lock there. */
    int locks() {
        return locks;
    }

    /** As messages of its turns begin. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
