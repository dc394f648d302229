package org.parley.usage;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Problems;
import org.parley.platform.Times;

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
                from == null ? today.withDayOfMonth(1) : Times.day("from", from),
                to == null ? today.plusDays(1) : Times.day("to", to),
                dimensions);
    }
}
