package org.parley.offline;

import java.time.DayOfWeek;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Days of the week by their English names. */
final class Weekdays {
    private static final Map<String, DayOfWeek> BY_PREFIX = Map.of(
            "mon", DayOfWeek.MONDAY,
            "tue", DayOfWeek.TUESDAY,
            "wed", DayOfWeek.WEDNESDAY,
            "thu", DayOfWeek.THURSDAY,
            "fri", DayOfWeek.FRIDAY,
            "sat", DayOfWeek.SATURDAY,
            "sun", DayOfWeek.SUNDAY);

    private Weekdays() {}

    /** The day that a word names: Mon, Monday and Mondays alike. */
    static Optional<DayOfWeek> of(String word) {
        String lower = Words.lower(word);
        return lower.length() < 3
                ? Optional.empty()
                : Optional.ofNullable(BY_PREFIX.get(lower.substring(0, 3))).filter(day -> isName(lower, day));
    }

    static Set<DayOfWeek> in(Collection<String> words) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String word : words) {
            if (isWeekend(word)) {
                days.add(DayOfWeek.SATURDAY);
                days.add(DayOfWeek.SUNDAY);
            }
            asked(word).ifPresent(days::add);
        }
        return days;
    }

    static boolean isDay(String word) {
        return isWeekend(word) || asked(word).isPresent();
    }

    /** In a question, sun and sat are words like others. */
    private static Optional<DayOfWeek> asked(String word) {
        return word.length() > 3 ? of(word) : Optional.empty();
    }

    static String name(DayOfWeek day) {
        return day.name().charAt(0) + Words.lower(day.name().substring(1));
    }

    private static boolean isWeekend(String word) {
        return Words.lower(word).matches("weekends?");
    }

    private static boolean isName(String lower, DayOfWeek day) {
        String name = Words.lower(day.name());
        return lower.equals(name) || lower.equals(name + "s") || (lower.length() <= 5 && name.startsWith(lower));
    }
}
