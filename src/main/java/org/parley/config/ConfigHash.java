package org.parley.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Tells two states of the configuration apart: 16 hexadecimal digits. */
final class ConfigHash {
    private ConfigHash() {}

    /** Over all values that an agent may have for itself but secrets, wherever they stand, and over texts. */
    static String of(EffectiveConfig values, Collection<ConfigFile> texts) {
        String effective = ConfigKeys.declared().stream()
                .filter(key -> ConfigKeys.scope(key) == ConfigKeys.Scope.AGENT && !ConfigKeys.isSecret(key))
                .map(key -> key + "=" + values.text(key).orElse(""))
                .collect(Collectors.joining("\n"));
        String read = texts.stream().map(file -> "\0" + file.text()).collect(Collectors.joining());
        return of(effective + read);
    }

    static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
