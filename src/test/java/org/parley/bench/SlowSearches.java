package org.parley.bench;

import java.time.Duration;
import org.parley.run.Rows;

/** Makes every search in a list take half a second on the database's side, so that the product itself stays as it is. */
final class SlowSearches implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Rows database;

    SlowSearches(Rows database) {
        this.database = database;
        database.execute("""
                BEGIN;
                ALTER TABLE directory_entries RENAME TO fast_directory_entries;
                CREATE VIEW directory_entries AS
                  WITH pause AS MATERIALIZED (SELECT pg_sleep(%s))
                  SELECT e.* FROM fast_directory_entries e CROSS JOIN pause;
                COMMIT""".formatted(PAUSE.toMillis() / 1000.0));
    }

    Duration pause() {
        return PAUSE;
    }

    @Override
    public void close() {
        database.execute("""
                BEGIN;
                DROP VIEW directory_entries;
                ALTER TABLE fast_directory_entries RENAME TO directory_entries;
                COMMIT""");
    }
}
