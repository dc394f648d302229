package org.parley.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in files, as container platforms hand them out: {@code LLM_PROVIDER_API_KEY_FILE} names the file that holds
 * {@code llm.provider.api_key}. Files are read when the source is made; a line end behind the secret is none of it. The
 * environment itself goes before them.
 */
public final class SecretFiles implements ConfigSource {
    private static final int BELOW_ENVIRONMENT = 299;
    private static final String SUFFIX = "_FILE";

    private final Map<String, String> secrets = new HashMap<>();

    public SecretFiles() {
        this(System.getenv());
    }

    /** Fails when a file that is named cannot be read. */
    SecretFiles(Map<String, String> environment) {
        ConfigKeys.declared().stream().filter(ConfigKeys::isSecret).forEach(key -> {
            String file = environment.getOrDefault(variable(key), "");
            if (!file.isBlank()) {
                secrets.put(key, read(Path.of(file)));
            }
        });
    }

    @Override
    public Set<String> getPropertyNames() {
        return secrets.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return secrets.get(name);
    }

    @Override
    public int getOrdinal() {
        return BELOW_ENVIRONMENT;
    }

    @Override
    public String getName() {
        return "files that the environment names";
    }

    private static String variable(String key) {
        return key.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT) + SUFFIX;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException("the file of a secret cannot be read: " + file, e);
        }
    }
}
