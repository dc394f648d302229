package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The packaged application is made of nothing that another build, or one for another server, would have otherwise. */
class WarIT {
    @Test
    void it_tells_neither_when_nor_for_which_server_it_was_made() throws IOException {
        try (ZipFile war = new ZipFile(Path.of("target/parley.war").toFile())) {
            Set<LocalDateTime> times = war.stream().map(ZipEntry::getTimeLocal).collect(Collectors.toSet());

            assertThat(times).containsExactly(LocalDateTime.of(2026, 11, 23, 0, 0));
            assertThat(war.stream().map(ZipEntry::getName))
                    .isNotEmpty()
                    .noneMatch(name -> name.contains("arquillian") || name.startsWith("META-INF/maven"));
        }
    }
}
