package org.parley.usage;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;

/**
 * What is to be reported.
 *
 * @param accountId empty for all accounts
 * @param from the first day, in UTC
 * @param to the day after the last
 */
record UsageQuery(Optional<UUID> accountId, LocalDate from, LocalDate to, List<UsageDimension> by) {
    UsageQuery {
        by = List.copyOf(by);
        if (!from.isBefore(to)) {
            throw Problems.badRequest("from is not before to.");
        }
    }

    /** Reads the parameters of a request; what is left out is the current month, by day. */
    static UsageQuery parse(
            Optional<UUID> accountId, @Nullable String from, @Nullable String to, @Nullable String by, Clock clock) {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        List<UsageDimension> dimensions = new ArrayList<>(UsageDimension.parse(by == null ? "day" : by));
        if (accountId.isEmpty()
                && dimensions.contains(UsageDimension.AGENT)
                && !dimensions.contains(UsageDimension.ACCOUNT)) {
            dimensions.add(dimensions.indexOf(UsageDimension.AGENT), UsageDimension.ACCOUNT);
        }
        return new UsageQuery(
                accountId,
                from == null ? today.withDayOfMonth(1) : day("from", from),
                to == null ? today.plusDays(1) : day("to", to),
                dimensions);
    }

    private static LocalDate day(String name, String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 2000 && day.getYear() < 2200) {
                return day;
            }
        } catch (DateTimeException e) {
            throw new ProblemException(noDay(name).problem(), null, e);
        }
        throw noDay(name);
    }

    private static ProblemException noDay(String name) {
        return Problems.badRequest(name + " is not a day such as 2026-11-01.");
    }
}
