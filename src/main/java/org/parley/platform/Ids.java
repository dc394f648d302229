package org.parley.platform;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Identifiers of rows: UUID version 7 (RFC 9562), which sort by the time they were made. */
public final class Ids {
    private Ids() {}

    public static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }

    /** Reads an id that a client sent; anything but a UUID in its canonical form is a 400. */
    public static UUID parse(String field, String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw new ProblemException(notAnId(field), null, e);
        }
        throw new ProblemException(notAnId(field), null, null);
    }

    private static Problem notAnId(String field) {
        return Problems.badRequest(field + " is not a UUID.").problem();
    }
}
