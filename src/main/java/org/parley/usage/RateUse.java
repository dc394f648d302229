package org.parley.usage;

import java.util.List;
import org.parley.account.Caller;
import org.parley.account.RateLimit;

/** A request that is to be counted, and what limits it. */
public record RateUse(Payer payer, Caller caller, List<RateLimit> limits) {
    public RateUse {
        limits = List.copyOf(
                limits.stream().filter(limit -> isMeant(limit, caller)).toList());
    }

    /** Who is counted together under a limit, as its row names them. */
    String whose(RateLimit limit) {
        return switch (limit.scope()) {
            case ACCOUNT -> payer.accountId().toString();
            case AGENT -> payer.agentInstanceId().toString();
            case KEY, PUBLISHABLE_KEY -> caller.via();
            case VISITOR -> caller.id();
        };
    }

    private static boolean isMeant(RateLimit limit, Caller caller) {
        return switch (limit.scope()) {
            case ACCOUNT, AGENT -> true;
            case KEY -> caller.kind() == Caller.Kind.API_KEY;
            case PUBLISHABLE_KEY -> caller.kind() == Caller.Kind.VISITOR;
            case VISITOR -> caller.kind() == Caller.Kind.USER || caller.kind() == Caller.Kind.VISITOR;
        };
    }
}
