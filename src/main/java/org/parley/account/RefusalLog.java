package org.parley.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parley.config.AgentAddress;
import org.parley.platform.ProblemException;
import org.parley.platform.RequestFilter;

/**
 * Puts on record who was refused what: once a minute for a caller and account, and some accounts of each caller, so that
 * nobody can fill the log or hide in it. Visitors of a publishable key are one caller, for each may be anybody anew.
 */
@ApplicationScoped
public class RefusalLog {
    private static final int MOST_CALLERS = 10_000;
    private static final int MOST_EACH = 10;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9_-]{1,63}");

    @Inject
    AuditLog log;

    @Inject
    Clock clock;

    private final Map<String, Set<String>> noted = new HashMap<>();
    private Instant minute = Instant.MIN;

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
        String who = caller.kind() == Caller.Kind.VISITOR ? caller.via() : caller.id();
        if (isNew(who, object)) {
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

    private synchronized boolean isNew(String caller, String object) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        if (!now.equals(minute)) {
            minute = now;
            noted.clear();
        }
        if (noted.size() >= MOST_CALLERS && !noted.containsKey(caller)) {
            return false;
        }
        Set<String> objects = noted.computeIfAbsent(caller, first -> new HashSet<>());
        return objects.size() < MOST_EACH && objects.add(object);
    }
}
