package org.parley.offline;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opening hours as directories write them: {@code Mon-Fri 08:00-18:00; Sat 09:00-13:00}. */
final class OpeningHours {
    private static final Pattern PART =
            Pattern.compile("([A-Za-z]{3,9}(?:\\s?[-–,]\\s?[A-Za-z]{3,9}){0,6})\\s+(\\d.*)", Pattern.DOTALL);

    private OpeningHours() {}

    /** The times on that day, empty text when there are none; nothing when the text is not understood. */
    static Optional<String> on(DayOfWeek day, String hours) {
        List<String> times = new ArrayList<>();
        for (String part : hours.strip().split("\\s*;\\s*", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Optional<List<DayOfWeek>> days = days(matcher.group(1));
            if (days.isEmpty()) {
                return Optional.empty();
            }
            if (days.get().contains(day)) {
                times.add(matcher.group(2).strip());
            }
        }
        return Optional.of(String.join(" and ", times));
    }

    private static Optional<List<DayOfWeek>> days(String text) {
        List<DayOfWeek> days = new ArrayList<>();
        for (String range : text.split(",", -1)) {
            String[] ends = range.strip().split("\\s?[-–]\\s?", -1);
            Optional<DayOfWeek> from = Weekdays.of(ends[0]);
            Optional<DayOfWeek> to = Weekdays.of(ends[ends.length - 1]);
            if (from.isEmpty() || to.isEmpty() || ends.length > 2) {
                return Optional.empty();
            }
            DayOfWeek day = from.get();
            days.add(day);
            while (day != to.get()) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return Optional.of(days);
    }
}
