package org.parley.account;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** How long a cap holds, in UTC. */
public enum CapPeriod {
    DAY,
    MONTH;

    /** As it is kept in the database and sent to clients. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static CapPeriod of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The first day of the period that this time is in. */
    public LocalDate startsOn(Instant time) {
        LocalDate day = time.atOffset(ZoneOffset.UTC).toLocalDate();
        return this == DAY ? day : day.withDayOfMonth(1);
    }

    /** When the period ends that this time is in. */
    public Instant endsAt(Instant time) {
        LocalDate start = startsOn(time);
        return (this == DAY ? start.plusDays(1) : start.plusMonths(1))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }
}
