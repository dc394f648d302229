package org.parley.usage;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.parley.platform.EventLog;
import org.parley.platform.Journal;
import org.parley.platform.Node;

/**
 * Keeps on the disk of this node how turns ended that the database could not take, until it takes them. A file of a
 * process that is gone is taken over by the next one that finds it in the same directory.
 */
@ApplicationScoped
public class LedgerJournal {
    private static final Logger LOG = Logger.getLogger(LedgerJournal.class.getName());
    private static final String SUFFIX = ".journal";

    @Inject
    @ConfigProperty(name = "ledger.journal.dir")
    String directory;

    @Inject
    @ConfigProperty(name = "ledger.journal.max_bytes")
    long maxBytes;

    @Inject
    LedgerMetrics metrics;

    private final AtomicInteger waiting = new AtomicInteger();
    private Journal own;

    @PostConstruct
    void open() {
        try {
            Files.createDirectories(folder());
            own = Journal.open(ownFile(), maxBytes)
                    .orElseThrow(() -> new IllegalStateException("another process has the journal of this node"));
            metrics.journal(waiting::get);
        } catch (IOException e) {
            throw new UncheckedIOException("ledger.journal.dir cannot be used", e);
        }
    }

    @PreDestroy
    void close() {
        try {
            if (own.isEmpty()) {
                own.delete();
            } else {
                own.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Keeps how a turn ended; it is on the disk when this returns.
     *
     * @throws IOException when it cannot be kept
     */
    public void keep(FinishedTurn turn) throws IOException {
        own.append(FinishedTurnJson.write(turn));
        waiting.incrementAndGet();
        metrics.kept();
    }

    /**
     * Gives every turn that waits to the database, in the order in which they ended. Giving one twice must be harmless:
     * what was given stays until all of its file was.
     *
     * @param booking returns whether the database has it now; a failure ends the replay
     */
    public void replay(Predicate<FinishedTurn> booking) throws IOException {
        for (Path file : leftBehind()) {
            Optional<Journal> journal = Journal.open(file, maxBytes);
            if (journal.isPresent()) {
                replay(file, journal.get(), booking, true);
            }
        }
        replay(ownFile(), own, booking, false);
    }

    private void replay(Path file, Journal journal, Predicate<FinishedTurn> booking, boolean isOver)
            throws IOException {
        boolean all = true;
        try {
            Journal.Content content = journal.read();
            if (content.damaged() && journal.putAside()) {
                EventLog.error("ledger.journal.damaged", Map.of("file", file));
            }
            for (String line : content.lines()) {
                all &= book(line, file, booking);
            }
            if (all) {
                journal.clear(content);
            }
            if (all && !isOver) {
                waiting.set(0);
            }
        } finally {
            if (isOver && all) {
                journal.delete();
            } else if (isOver) {
                journal.close();
            }
        }
    }

    /** A line that this build cannot read stays for one that can. */
    private static boolean book(String line, Path file, Predicate<FinishedTurn> booking) {
        FinishedTurn turn;
        try {
            turn = FinishedTurnJson.read(line);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, e, () -> "a line of " + file + " cannot be read");
            return false;
        }
        return booking.test(turn);
    }

    /** Files of other processes, oldest first. */
    private List<Path> leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(SUFFIX) && !file.equals(ownFile()))
                    .sorted()
                    .toList();
        }
    }

    private Path ownFile() {
        return folder().resolve(Node.id() + SUFFIX);
    }

    private Path folder() {
        return Path.of(directory).toAbsolutePath();
    }
}
