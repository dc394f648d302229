package org.parley.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.parley.run.Database;

/** Looks again and again at what the server holds while a load runs: its connections' states and its memory. */
public final class Sampler implements AutoCloseable {
    private static final int INTERVAL_MS = 25;
    private static final String STATES = """
            SELECT count(*) FILTER (WHERE state <> 'idle'), count(*) FILTER (WHERE state LIKE 'idle in transaction%'), count(*)
            FROM pg_stat_activity WHERE application_name = 'parley'""";

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Sample> samples = new ArrayList<>();
    private final Connection connection;
    private final ServerProcess server;

    /**
     * What was so at one time of {@link System#nanoTime()}.
     *
     * @param busy connections that are not idle
     * @param idleInTransaction those of them that have a transaction open and do nothing
     * @param open all connections of the server
     */
    public record Sample(long at, int busy, int idleInTransaction, int open, long residentKb) {}

    public Sampler(Database database, ServerProcess server) throws SQLException {
        this.connection = database.connect();
        this.server = server;
        var unused = thread.scheduleWithFixedDelay(this::sample, 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** The samples within a time, in order. */
    public synchronized List<Sample> between(long from, long to) {
        return samples.stream()
                .filter(sample -> sample.at() - from >= 0 && to - sample.at() >= 0)
                .toList();
    }

    /** How many connections were in use. */
    static String summary(List<Sample> samples) {
        return "%.1f on average, %d at most, %d idle in transaction at most, of %d open (%d samples)"
                .formatted(
                        samples.stream().mapToInt(Sample::busy).average().orElse(0),
                        samples.stream().mapToInt(Sample::busy).max().orElse(0),
                        samples.stream()
                                .mapToInt(Sample::idleInTransaction)
                                .max()
                                .orElse(0),
                        samples.stream().mapToInt(Sample::open).max().orElse(0),
                        samples.size());
    }

    @Override
    public void close() throws SQLException {
        thread.shutdownNow();
        connection.close();
    }

    private synchronized void sample() {
        try (PreparedStatement query = connection.prepareStatement(STATES);
                ResultSet row = query.executeQuery()) {
            row.next();
            samples.add(
                    new Sample(System.nanoTime(), row.getInt(1), row.getInt(2), row.getInt(3), server.residentKb()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
