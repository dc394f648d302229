package org.parley.bench;

import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** How many streams were between their first and their last word at a time. */
final class Overlap {
    private final long[] begins;
    private final long[] ends;

    Overlap(List<StreamTimes> streams) {
        List<StreamTimes> complete =
                streams.stream().filter(StreamTimes::isComplete).toList();
        begins = complete.stream().mapToLong(StreamTimes::firstWordAt).sorted().toArray();
        ends = complete.stream().mapToLong(StreamTimes::lastWordAt).sorted().toArray();
    }

    long countAt(long time) {
        return LongStream.of(begins).filter(begin -> begin <= time).count()
                - LongStream.of(ends).filter(end -> end < time).count();
    }

    /** When most of them were under way. */
    long peakAt() {
        return LongStream.of(begins)
                .boxed()
                .max(Comparator.comparingLong(this::countAt))
                .orElse(0L);
    }

    /** When the first of them ended after that time. */
    long firstEndAfter(long time) {
        return LongStream.of(ends).filter(end -> end >= time).findFirst().orElse(time);
    }
}
