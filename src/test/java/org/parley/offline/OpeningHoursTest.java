package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpeningHoursTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    WEDNESDAY | Mon-Fri 08:00-18:00; Sat 09:00-13:00 | 08:00-18:00
                    SUNDAY    | Mon-Fri 08:00-18:00; Sat 09:00-13:00 | ''
                    MONDAY    | Mon, Wed, Fri 08:00-16:30            | 08:00-16:30
                    TUESDAY   | Mon, Wed, Fri 08:00-16:30            | ''
                    SUNDAY    | Sat-Mon 10:00-12:00                  | 10:00-12:00
                    MONDAY    | Mon-Fri 09:00-17:00; Mon-Thu 20:00-23:00 | 09:00-17:00 and 20:00-23:00
                    """)
    void findsTheTimesOfADay(DayOfWeek day, String hours, String times) {
        assertThat(OpeningHours.on(day, hours)).contains(times);
    }

    @ParameterizedTest
    @CsvSource({"by appointment", "24/7", "Mon-Foo 08:00", "''", "'Mon 08:00-12:00; on call'"})
    void whatItDoesNotUnderstandItDoesNotGuess(String hours) {
        assertThat(OpeningHours.on(DayOfWeek.MONDAY, hours)).isEmpty();
    }
}
