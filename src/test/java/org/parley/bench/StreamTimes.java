package org.parley.bench;

import java.util.stream.LongStream;

/** When things happened on one stream, in nanoseconds of {@link System#nanoTime()}. */
public final class StreamTimes {
    static final String COMPLETE = "complete";

    private final long started;
    private final long[] words;
    private final long ended;
    private final String outcome;

    /**
     * Takes what a client saw.
     *
     * @param started when the client set out to ask, its connection included when it needed a new one
     * @param words when each word was there
     * @param outcome {@code complete}, or what was wrong
     */
    StreamTimes(long started, long[] words, long ended, String outcome) {
        this.started = started;
        this.words = words.clone();
        this.ended = ended;
        this.outcome = outcome;
    }

    public boolean isComplete() {
        return outcome.equals(COMPLETE);
    }

    public String outcome() {
        return outcome;
    }

    public int wordCount() {
        return words.length;
    }

    long firstWordAt() {
        return words[0];
    }

    long lastWordAt() {
        return words[words.length - 1];
    }

    long toFirstWord() {
        return firstWordAt() - started;
    }

    long fromFirstToLastWord() {
        return lastWordAt() - firstWordAt();
    }

    long total() {
        return ended - started;
    }

    /** By how much each silence between two words was longer than the model's. */
    public LongStream addedGaps(long pace) {
        return LongStream.range(1, words.length).map(i -> words[(int) i] - words[(int) i - 1] - pace);
    }
}
