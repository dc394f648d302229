package org.parley.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Days and times that a client sent, of the years 2000 to 2199; the database knows fewer years than Java. */
public final class Times {
    private Times() {}

    /** Anything but a day in the form of ISO 8601 is a 400. */
    public static LocalDate day(String field, String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (isOfOurDays(day.getYear())) {
                return day;
            }
        } catch (DateTimeException e) {
            throw new ProblemException(noDay(field), null, e);
        }
        throw new ProblemException(noDay(field), null, null);
    }

    /** Anything but a time with its offset in the form of ISO 8601 is a 400. */
    public static Instant instant(String field, String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (isOfOurDays(time.getYear())) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            throw new ProblemException(noTime(field), null, e);
        }
        throw new ProblemException(noTime(field), null, null);
    }

    private static boolean isOfOurDays(int year) {
        return year >= 2000 && year < 2200;
    }

    private static Problem noDay(String field) {
        return Problems.badRequest(field + " is not a day such as 2026-11-01.").problem();
    }

    private static Problem noTime(String field) {
        return Problems.badRequest(field + " is not a time such as 2027-01-01T00:00:00Z.")
                .problem();
    }
}
