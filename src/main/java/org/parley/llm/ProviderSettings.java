package org.parley.llm;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.parley.config.ConfigException;
import org.parley.config.EffectiveConfig;

/**
 * Where the models of an agent are, and how long they may take.
 *
 * @param name as the ledger calls the provider
 * @param firstByte longest time from the request to the first byte of the reply
 * @param idle longest silence between two chunks
 */
public record ProviderSettings(
        String name, URI baseUrl, Optional<String> apiKey, Duration connect, Duration firstByte, Duration idle) {
    static final String BASE_URL = "llm.provider.base_url";
    private static final String API_KEY = "llm.provider.api_key";

    static ProviderSettings of(EffectiveConfig config) {
        boolean offline = isOffline(config);
        URI baseUrl = HttpAddress.of(config, offline ? "offline.base_url" : BASE_URL);
        return new ProviderSettings(
                config.text("llm.provider.name").orElse(offline ? "offline" : baseUrl.getHost()),
                baseUrl,
                config.text(API_KEY).map(ProviderSettings::sendable),
                config.timeout("llm.timeout.connect"),
                config.timeout("llm.timeout.first_byte"),
                config.timeout("llm.timeout.idle"));
    }

    /** Whether the built-in model answers, for want of a provider. */
    static boolean isOffline(EffectiveConfig config) {
        return config.text(BASE_URL).isEmpty() && config.flag("offline.enabled");
    }

    URI chatCompletions() {
        String base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "chat/completions");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return name + " at " + baseUrl;
    }

    /** A key that no header can carry would be shown in full by the failure to send it. */
    private static String sendable(String key) {
        if (!key.chars().allMatch(character -> character > ' ' && character < 127)) {
            throw ConfigException.invalid(API_KEY, "has a character that cannot be sent");
        }
        return key;
    }
}
