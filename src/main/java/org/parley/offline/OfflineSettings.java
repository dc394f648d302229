package org.parley.offline;

import java.time.Duration;
import org.parley.config.EffectiveConfig;

/** Whether the offline model answers, and how long it waits after each word. */
record OfflineSettings(boolean enabled, Duration wordDelay) {
    OfflineSettings {
        if (wordDelay.isNegative()) {
            throw new IllegalArgumentException("offline.word_delay is negative");
        }
    }

    static OfflineSettings of(EffectiveConfig config) {
        return new OfflineSettings(config.flag("offline.enabled"), config.duration("offline.word_delay"));
    }
}
