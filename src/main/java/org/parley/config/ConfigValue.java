package org.parley.config;

import java.util.List;
import java.util.Optional;

/**
 * What the cascade says for one key.
 *
 * @param value the nearest value that is not empty, with what it refers to put in
 * @param levels all sources that say something, the nearest first
 */
record ConfigValue(Optional<String> value, List<Level> levels) {
    ConfigValue {
        levels = List.copyOf(levels);
    }

    /**
     * What one source says.
     *
     * @param source a file of the configuration directory, or the server's name for another source
     * @param line in the file; 0 for other sources
     * @param value as it is written there
     */
    record Level(String source, int line, int ordinal, String value) {}

    Optional<Level> origin() {
        return levels.stream().findFirst();
    }
}
