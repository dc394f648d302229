package org.parley.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/** Times in order, asked by rank. */
public final class Percentiles {
    private final long[] sorted;

    /** @param nanos may be none; then every percentile is 0 */
    public Percentiles(LongStream nanos) {
        sorted = nanos.toArray();
        Arrays.sort(sorted);
    }

    /** Milliseconds below which that share of the times is. */
    public double millis(int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }

    /** The usual three, in milliseconds. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f / %.1f / %.1f", millis(50), millis(95), millis(99));
    }
}
