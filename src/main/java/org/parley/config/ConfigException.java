package org.parley.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Problem;
import org.parley.platform.ProblemException;

/** The configuration does not serve an agent. The message names the file and key and goes to the log; clients see a 503. */
public class ConfigException extends ProblemException {
    private static final long serialVersionUID = 1L;
    private static final String NOT_VALID = "Its configuration is not valid; the server's log says where.";
    private final transient ConfigFinding finding;

    public ConfigException(String reason, @Nullable Throwable cause) {
        this(ConfigFinding.of(reason), NOT_VALID, cause);
    }

    ConfigException(ConfigFinding finding, @Nullable Throwable cause) {
        this(finding, NOT_VALID, cause);
    }

    private ConfigException(ConfigFinding finding, String detail, @Nullable Throwable cause) {
        super(
                new Problem(503, "/problems/agent-not-configured", "The agent is not configured", detail),
                Duration.ofSeconds(30),
                cause);
        this.finding = finding;
    }

    /** What is wrong with the value of a key, in words that go on after the key: {@code is not above 0}. */
    public static ConfigException invalid(String key, String reason) {
        return new ConfigException(ConfigFinding.ofKey(key, reason), null);
    }

    /** What is wrong with a file, in words that go on after its name. */
    public static ConfigException invalid(ConfigFile file, int line, String reason, Throwable cause) {
        return new ConfigException(ConfigFinding.ofFile(file.path(), line, reason), cause);
    }

    static ConfigException missing(String relativePath) {
        String reason = "There is no " + relativePath + " in the configuration directory.";
        return new ConfigException(new ConfigFinding(relativePath, 0, "", "is missing"), reason, null);
    }

    public ConfigFinding finding() {
        return finding;
    }

    @Override
    public String getMessage() {
        return finding.toString();
    }
}
