package org.parley.config;

/**
 * Something in the configuration that operators should know.
 *
 * @param source file of the configuration directory, or the server's name of another source; empty when there is none
 * @param line in the file, from 1; 0 when it is about no line
 * @param key that it is about; empty when it is about none
 * @param reason in words, without the value
 */
public record ConfigFinding(String source, int line, String key, String reason) {
    static ConfigFinding of(String reason) {
        return new ConfigFinding("", 0, "", reason);
    }

    static ConfigFinding ofFile(String path, int line, String reason) {
        return new ConfigFinding(path, line, "", reason);
    }

    static ConfigFinding ofKey(String key, String reason) {
        return new ConfigFinding("", 0, key, reason);
    }

    ConfigFinding at(String source, int line) {
        return new ConfigFinding(source, line, key, reason);
    }

    @Override
    public String toString() {
        String place = source + (line > 0 ? " line " + line : "");
        String subject = key.isEmpty() ? reason : key + " " + reason;
        return place.isEmpty() ? subject : place + ": " + subject;
    }
}
