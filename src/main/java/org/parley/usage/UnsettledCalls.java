package org.parley.usage;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.parley.platform.Database;

/** Counts the calls that are open or unknown, by the time since they were claimed, for operators to see what does not move. */
@ApplicationScoped
public class UnsettledCalls {
    private static final List<String> AGES = List.of("under_1m", "under_1h", "under_1d", "over_1d");
    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE age < interval '1 minute'),
              count(*) FILTER (WHERE age >= interval '1 minute' AND age < interval '1 hour'),
              count(*) FILTER (WHERE age >= interval '1 hour' AND age < interval '1 day'),
              count(*) FILTER (WHERE age >= interval '1 day')
            FROM (SELECT now() - claimed_at AS age FROM llm_calls WHERE status IN ('claimed', 'streaming', 'unknown')) c""";

    @Inject
    Database database;

    @Inject
    LedgerMetrics metrics;

    private volatile List<Long> counts = List.of(0L, 0L, 0L, 0L);

    @PostConstruct
    void show() {
        for (int i = 0; i < AGES.size(); i++) {
            int age = i;
            metrics.unsettled(AGES.get(i), () -> counts.get(age));
        }
    }

    /** Counts anew. */
    public void count() {
        counts = database.ofAll()
                .first(
                        row -> {
                            List<Long> counted = new ArrayList<>();
                            for (int i = 1; i <= AGES.size(); i++) {
                                counted.add(row.getLong(i));
                            }
                            return counted;
                        },
                        COUNT)
                .orElseThrow();
    }
}
