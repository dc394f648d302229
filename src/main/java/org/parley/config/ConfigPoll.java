package org.parley.config;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notices that files of the configuration directory changed, and has them read when they have come to rest. */
final class ConfigPoll {
    private final ConfigCascade cascade;
    private final Clock clock;
    private volatile Instant checkedAt;
    private volatile @Nullable Instant behindSince;
    private @Nullable List<FileStamp> seen;
    private @Nullable List<FileStamp> read;

    ConfigPoll(ConfigCascade cascade, Clock clock) {
        this.cascade = cascade;
        this.clock = clock;
        this.checkedAt = clock.instant();
    }

    /**
     * Looks once. A change is read at the second look that finds it as the first did, so that half-written files are not.
     *
     * @return whether something else is in force than before
     */
    boolean look() {
        List<FileStamp> now = cascade.directory().fingerprint();
        checkedAt = clock.instant();
        if (now.equals(read)) {
            return false;
        }
        if (read != null && behindSince == null) {
            behindSince = checkedAt;
        }
        if (!now.equals(seen)) {
            seen = now;
            return false;
        }
        boolean swapped = cascade.refresh();
        read = now;
        if (cascade.state().isCurrent()) {
            behindSince = null;
        }
        return swapped;
    }

    /** For how long the directory has said something else than what is in force. */
    Duration lag() {
        Instant since = behindSince;
        return since == null ? Duration.ZERO : Duration.between(since, clock.instant());
    }

    /** How long ago the directory was looked at. */
    Duration age() {
        return Duration.between(checkedAt, clock.instant());
    }
}
