package org.parley.directory;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * What was found, best first.
 *
 * @param match {@code all} when every entry has all the words, {@code some} when none has and these have some, {@code none}
 * @param more whether there are more than were asked for
 */
record SearchResult(String match, List<JsonObject> entries, boolean more) {}
