package org.parley.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What was told of a turn, from its start. Clients read it at their own pace and from any position, so a slow one costs
 * the turn no time and no memory of its own, and one that comes back goes on where it stopped. A position counts
 * characters of text and, as one each, the other events.
 */
final class TurnLog {
    private static final int MAX_PIECE = 32 << 10;

    private final StringBuilder text = new StringBuilder();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private volatile long lastReaderLeft;
    private volatile boolean wasRead;
    private long end;
    private boolean ended;

    /** Is told, by any thread, that there is more to read; never makes the turn wait. */
    interface Reader {
        void wake();
    }

    /**
     * A part of the log.
     *
     * @param next the position after it
     */
    record Piece(TurnEvent event, long next) {}

    /**
     * One event, or text that came without another event in between.
     *
     * @param event null for text, which stands in the log's text from there on
     */
    private record Entry(long start, int textFrom, @Nullable TurnEvent event) {}

    /** Adds an event. What comes after the end of the turn is passed over. */
    void append(TurnEvent event) {
        if (add(event)) {
            readers.forEach(Reader::wake);
        }
    }

    /** Begins to tell a reader, at once of what is there already. */
    void attach(Reader reader) {
        readers.add(reader);
        wasRead = true;
        reader.wake();
    }

    void detach(Reader reader) {
        lastReaderLeft = System.nanoTime();
        readers.remove(reader);
    }

    /** Whether the last reader left that long ago and none came since. */
    boolean isUnheardFor(Duration time) {
        return wasRead && readers.isEmpty() && System.nanoTime() - lastReaderLeft >= time.toNanos();
    }

    /** The text of the turn so far. */
    String text() {
        return text(0);
    }

    /** The same, from a character on. */
    synchronized String text(int from) {
        return text.substring(from);
    }

    synchronized int textLength() {
        return text.length();
    }

    /** Whether all was told that stands before that position, the end of the turn included. */
    synchronized boolean isOver(long position) {
        return ended && position >= end;
    }

    /** The position after all that was told so far. */
    synchronized long end() {
        return end;
    }

    /** What comes at a position: an event, or as much text as is there; empty when nothing is. */
    synchronized Optional<Piece> at(long position) {
        if (position < 0 || position >= end) {
            return Optional.empty();
        }
        int index = entries.size() - 1;
        while (entries.get(index).start() > position) {
            index--;
        }
        Entry entry = entries.get(index);
        return Optional.of(
                entry.event() == null ? text(entry, index, position) : new Piece(entry.event(), position + 1));
    }

    private Piece text(Entry entry, int index, long position) {
        long over = index + 1 < entries.size() ? entries.get(index + 1).start() : end;
        int from = entry.textFrom() + (int) (position - entry.start());
        int length = (int) Math.min(over - position, MAX_PIECE);
        if (length < over - position && Character.isHighSurrogate(text.charAt(from + length - 1))) {
            length--;
        }
        return new Piece(new TurnEvent.Text(text.substring(from, from + length)), position + length);
    }

    private synchronized boolean add(TurnEvent event) {
        if (ended) {
            return false;
        }
        if (event instanceof TurnEvent.Text said) {
            if (entries.isEmpty() || entries.get(entries.size() - 1).event() != null) {
                entries.add(new Entry(end, text.length(), null));
            }
            text.append(said.delta());
            end += said.delta().length();
            return !said.delta().isEmpty();
        }
        entries.add(new Entry(end, text.length(), event));
        end++;
        ended = event.isEnd();
        return true;
    }
}
