package org.parley.config;

import java.time.Duration;
import org.parley.platform.Problem;
import org.parley.platform.ProblemException;

/** The configuration does not serve an agent. The message names the file and key and goes to the log; clients see a 503. */
public class ConfigException extends ProblemException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    public ConfigException(String reason, Throwable cause) {
        super(problem("Its configuration is not valid; the server's log says where."), Duration.ofSeconds(30), cause);
        this.reason = reason;
    }

    private ConfigException(String reason, String detail) {
        super(problem(detail), Duration.ofSeconds(30), null);
        this.reason = reason;
    }

    static ConfigException missing(String relativePath) {
        String reason = "There is no " + relativePath + " in the configuration directory.";
        return new ConfigException(reason, reason);
    }

    @Override
    public String getMessage() {
        return reason;
    }

    private static Problem problem(String detail) {
        return new Problem(503, "/problems/agent-not-configured", "The agent is not configured", detail);
    }
}
