package org.parley.pool;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The pool at one moment.
 *
 * @param size connections that are open
 * @param capacity most that the server opens
 * @param checkedOut open ones that are at work
 * @param overflow open ones above the number that is kept
 * @param waiting callers that wait for one
 * @param maxUsed most that were seen at work at once since the start; looked at once a second
 * @param timeouts callers that waited in vain since the start
 * @param waits how it went for callers that had to wait; empty when the server does not count them
 */
public record PoolStatus(
        int size,
        int capacity,
        int checkedOut,
        int overflow,
        int waiting,
        int maxUsed,
        long timeouts,
        Optional<PoolWaits> waits) {

    /** Nothing is known of the pool. */
    static final PoolStatus UNKNOWN = new PoolStatus(0, 0, 0, 0, 0, 0, 0, Optional.empty());

    /**
     * Of what the server tells.
     *
     * @param kept number of connections that are kept
     * @param before the status before, which knows how many were at work at most
     */
    static PoolStatus of(PoolReading reading, int kept, PoolStatus before, long timeouts) {
        int checkedOut = Math.max(0, reading.open() - reading.free());
        return new PoolStatus(
                reading.open(),
                reading.capacity(),
                checkedOut,
                Math.max(0, reading.open() - kept),
                reading.waiting(),
                Math.max(checkedOut, before.maxUsed),
                timeouts,
                reading.waits());
    }

    /** Open ones that nobody has. */
    public int checkedIn() {
        return size - checkedOut;
    }

    /** Whether the same is going on in the pool. */
    boolean isLoadOf(PoolStatus other) {
        return checkedOut == other.checkedOut
                && overflow == other.overflow
                && waiting == other.waiting
                && timeouts == other.timeouts;
    }

    /** By the names that events, metrics and the console have for them; those that are known. */
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("size", (long) size);
        figures.put("capacity", (long) capacity);
        figures.put("checked_out", (long) checkedOut);
        figures.put("checked_in", (long) checkedIn());
        figures.put("overflow", (long) overflow);
        figures.put("waiting", (long) waiting);
        figures.put("max_used", (long) maxUsed);
        figures.put("timeouts", timeouts);
        waits.ifPresent(those -> {
            figures.put("waits", those.count());
            figures.put("wait_ms", those.total().toMillis());
        });
        return figures;
    }
}
