package org.parley.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("a.journal");
    }

    @Test
    void lines_are_there_in_their_order_for_the_process_that_comes_after() throws IOException {
        try (Journal journal = open()) {
            journal.append("one");
            journal.append("two, with \u00e4 and \ud83d\ude00");
        }

        try (Journal journal = open()) {
            journal.append("three");
            assertThat(journal.read().lines()).containsExactly("one", "two, with \u00e4 and \ud83d\ude00", "three");
            assertThat(journal.read().damaged()).isFalse();
        }
    }

    @Test
    void a_last_line_that_was_torn_at_any_place_is_passed_over() throws IOException {
        try (Journal journal = open()) {
            journal.append("whole");
            journal.append("torn");
        }
        byte[] bytes = Files.readAllBytes(file);
        int first = "12345678 whole\n".length();
        for (int length = first; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            try (Journal journal = open()) {
                assertThat(journal.read().lines()).as("cut at " + length).containsExactly("whole");
                assertThat(journal.read().damaged()).isFalse();
            }
        }
    }

    @Test
    void a_line_that_was_changed_is_not_taken_for_one_and_the_others_are_kept() throws IOException {
        try (Journal journal = open()) {
            journal.append("cost 1");
            journal.append("cost 2");
        }
        Files.writeString(file, Files.readString(file).replace("cost 1", "cost 9"));

        try (Journal journal = open()) {
            assertThat(journal.read().lines()).containsExactly("cost 2");
            assertThat(journal.read().damaged()).isTrue();
            assertThat(journal.putAside()).isTrue();
            assertThat(journal.putAside()).as("it is there").isFalse();
            journal.append("more");
            assertThat(journal.putAside()).isTrue();
        }
        assertThat(directory.resolve("a.journal.damaged")).content().contains("cost 9");
    }

    @Test
    void a_line_that_does_not_fit_is_refused_and_the_others_stay() throws IOException {
        try (Journal journal = Journal.open(file, 32).orElseThrow()) {
            journal.append("0123456789");
            assertThatThrownBy(() -> journal.append("0123456789")).isInstanceOf(IOException.class);
            assertThat(journal.read().lines()).containsExactly("0123456789");
            journal.append("01");
        }
    }

    @Test
    void what_came_after_a_reading_is_not_cleared() throws IOException {
        try (Journal journal = open()) {
            journal.append("one");
            Journal.Content read = journal.read();
            journal.append("two");

            journal.clear(read);
            assertThat(journal.read().lines()).containsExactly("one", "two");
            journal.clear(journal.read());
            assertThat(journal.isEmpty()).isTrue();
        }
    }

    @Test
    void one_at_a_time_has_the_file_and_only_its_user_can_read_it() throws IOException {
        try (Journal journal = open()) {
            assertThat(Journal.open(file, 1000)).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            journal.delete();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void a_torn_line_does_not_swallow_the_next_one() throws IOException {
        try (Journal journal = open()) {
            journal.append("whole");
        }
        Files.writeString(file, "deadbeef to", StandardOpenOption.APPEND);

        try (Journal journal = open()) {
            journal.append("next");
            assertThat(journal.read().lines()).containsExactly("whole", "next");
        }
    }

    private Journal open() throws IOException {
        return Journal.open(file, 1000).orElseThrow();
    }
}
