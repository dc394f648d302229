package org.parley.bench;

import java.time.Duration;
import org.parley.run.Database;
import org.parley.run.Rows;

/** Makes every search in a list take its time on the database's side, so that the product itself stays as it is. */
public final class SlowSearches implements AutoCloseable {
    private final Rows database;
    private final Duration pause;

    public SlowSearches(Rows database, Duration pause) {
        this.database = database;
        this.pause = pause;
        database.execute("""
                BEGIN;
                ALTER TABLE directory_entries RENAME TO fast_directory_entries;
                CREATE VIEW directory_entries AS
                  WITH pause AS MATERIALIZED (SELECT pg_sleep(%s))
                  SELECT e.* FROM fast_directory_entries e CROSS JOIN pause;
                GRANT SELECT ON directory_entries TO %s;
                COMMIT""".formatted(pause.toMillis() / 1000.0, Database.APPLICATION));
    }

    public Duration pause() {
        return pause;
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
