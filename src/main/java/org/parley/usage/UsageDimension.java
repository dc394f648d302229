package org.parley.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.parley.platform.Problems;

/** What usage is reported by. */
enum UsageDimension {
    ACCOUNT("account_id", "a.slug", "JOIN accounts a ON a.id = g.account_id"),
    AGENT("agent_instance_id", "i.slug", "JOIN agent_instances i ON i.id = g.agent_instance_id"),
    PROVIDER("provider", "g.provider", ""),
    MODEL("model", "g.model", ""),
    DAY("day", "CAST(g.day AS text)", ""),
    STATUS("status", "g.status", ""),
    COST_SOURCE("cost_source", "g.cost_source", "");

    /** The column of {@code usage_days}. */
    final String column;

    /** What a reader is shown for it. */
    final String shown;

    /** The table where that is found. */
    final String join;

    UsageDimension(String column, String shown, String join) {
        this.column = column;
        this.shown = shown;
        this.join = join;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads words between commas; a 400 when one is not a dimension or is there twice. */
    static List<UsageDimension> parse(String words) {
        List<UsageDimension> dimensions = new ArrayList<>();
        for (String word : words.split(",", -1)) {
            UsageDimension dimension = Arrays.stream(values())
                    .filter(known -> known.word().equals(word.trim()))
                    .findFirst()
                    .orElseThrow(UsageDimension::unknown);
            if (dimensions.contains(dimension)) {
                throw unknown();
            }
            dimensions.add(dimension);
        }
        return dimensions;
    }

    private static RuntimeException unknown() {
        return Problems.badRequest(
                "by may have each of account, agent, provider, model, day, status and cost_source once, between commas.");
    }
}
