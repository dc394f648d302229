package org.parley.account;

import java.util.Locale;

/**
 * How much may be asked in a time, by all that belong to one scope together; 0 stands for no limit.
 *
 * @param streams turns that run at once
 * @param tokensPerHour of calls that have ended; a turn that runs may go over it
 */
public record RateLimit(Scope scope, int requestsPerMinute, int streams, int tokensPerHour) {
    /** Whose requests are counted together. */
    public enum Scope {
        ACCOUNT,
        AGENT,
        /** A key of the account. */
        KEY,
        /** A publishable key, and all visitors who come by it. */
        PUBLISHABLE_KEY,
        /** One user or anonymous visitor. */
        VISITOR;

        /** As it is kept in the database and told to clients. */
        public String word() {
            return this == PUBLISHABLE_KEY ? KEY.word() : name().toLowerCase(Locale.ROOT);
        }
    }

    public RateLimit {
        if (requestsPerMinute < 0 || streams < 0 || tokensPerHour < 0) {
            throw new IllegalArgumentException("a limit is below 0");
        }
    }

    public boolean isNone() {
        return requestsPerMinute == 0 && streams == 0 && tokensPerHour == 0;
    }
}
