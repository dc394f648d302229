package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret may stand in a file that the environment names; nothing but secrets is read that way. */
class SecretFilesTest {
    @TempDir
    Path directory;

    @Test
    void the_secret_is_what_the_file_holds() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), "s3cret \n");
        SecretFiles source = new SecretFiles(Map.of("LLM_PROVIDER_API_KEY_FILE", file.toString()));
        assertThat(source.getValue("llm.provider.api_key")).isEqualTo("s3cret");
        assertThat(source.getPropertyNames()).containsExactly("llm.provider.api_key");
    }

    @Test
    void what_is_no_secret_is_not_read_from_files() throws Exception {
        Path file = Files.writeString(directory.resolve("model"), "m");
        assertThat(new SecretFiles(Map.of("LLM_MODEL_FILE", file.toString())).getPropertyNames())
                .isEmpty();
    }

    @Test
    void a_file_that_cannot_be_read_is_told_by_its_name() {
        assertThatThrownBy(() -> new SecretFiles(Map.of("LLM_PROVIDER_API_KEY_FILE", "/no/such/file")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("/no/such/file");
    }
}
