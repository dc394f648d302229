package org.parley.config;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which snapshot is in force, and what the last reading of the directory came to.
 *
 * @param snapshot in force; empty as long as nothing could be read since the start
 * @param epoch counts the snapshots that were in force since the start
 * @param since when it was put in force
 * @param objections why what the directory says now is not in force; empty when it is
 */
record ConfigState(Optional<ConfigSnapshot> snapshot, long epoch, Instant since, List<ConfigFinding> objections) {
    static final ConfigState NONE = new ConfigState(Optional.empty(), 0, Instant.EPOCH, List.of());

    ConfigState {
        objections = List.copyOf(objections);
    }

    ConfigState with(ConfigSnapshot next, Instant now) {
        return new ConfigState(Optional.of(next), epoch + 1, now, List.of());
    }

    ConfigState with(List<ConfigFinding> refused) {
        return new ConfigState(snapshot, epoch, since, refused);
    }

    /** Whether nothing was read yet. */
    boolean isUnread() {
        return snapshot.isEmpty() && objections.isEmpty();
    }

    /** Whether what the directory says is in force. */
    boolean isCurrent() {
        return objections.isEmpty();
    }

    ConfigSnapshot required() {
        return snapshot.orElseThrow(() -> new ConfigException(objections.get(0), null));
    }
}
