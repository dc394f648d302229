package org.parley.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parley.config.AgentAddress;
import org.parley.platform.ProblemException;
import org.parley.platform.RequestFilter;

/** Puts on record who was refused what, once a minute for a caller and account, so that nobody can fill the log. */
@ApplicationScoped
public class RefusalLog {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 10_000;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9_-]{1,63}");

    @Inject
    AuditLog log;

    @Inject
    Clock clock;

    private final Map<String, Instant> noted = new LinkedHashMap<>();

    /** Fails as {@link Caller#require(Role, AgentAddress)} does, and puts that on record. */
    public void require(Caller caller, Role least, AgentAddress address, HttpServletRequest request) {
        try {
            caller.require(least, address);
        } catch (ProblemException e) {
            note(caller, address.account(), request);
            throw e;
        }
    }

    /**
     * Puts a refusal on record.
     *
     * @param account that the caller asked for; null: the installation
     */
    public void note(Caller caller, @Nullable String account, HttpServletRequest request) {
        String object = account != null && SLUG.matcher(account).matches() ? account : "";
        if (isNew(caller.id() + " " + object)) {
            log.add(new AuditLog.Entry(
                    null,
                    caller.id(),
                    "access",
                    object,
                    AuditLog.Outcome.REFUSED,
                    RequestFilter.requestId(request),
                    request.getMethod()));
        }
    }

    private synchronized boolean isNew(String refusal) {
        Instant now = clock.instant();
        noted.values().removeIf(at -> at.plus(PAUSE).isBefore(now));
        return noted.size() < MOST && noted.putIfAbsent(refusal, now) == null;
    }
}
