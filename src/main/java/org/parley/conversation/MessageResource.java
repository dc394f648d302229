package org.parley.conversation;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.account.Allowed;
import org.parley.account.AuditLog;
import org.parley.account.Role;
import org.parley.platform.Admitted;
import org.parley.platform.Ids;
import org.parley.platform.Json;
import org.parley.platform.Problems;
import org.parley.platform.Times;

/** What was said in an account, to be erased when it is old enough or its visitor asks for it. */
@Path("accounts/{account}/messages")
@Admitted
@Produces(MediaType.APPLICATION_JSON)
@Allowed(Role.EDITOR)
public class MessageResource {
    private static final int AT_ONCE = 1000;

    @EJB
    Erasure erasure;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** Erases the text of requests that began before a day, or of a session. */
    @DELETE
    public JsonObject erase(
            @PathParam("account") String account,
            @QueryParam("before") @Nullable String before,
            @QueryParam("session_id") @Nullable String sessionId,
            @Context HttpServletRequest request) {
        if ((before == null) == (sessionId == null)) {
            throw Problems.badRequest("Either before or session_id says what is to be erased.");
        }
        Instant end = before == null
                ? clock.instant()
                : Times.day("before", before).atStartOfDay(ZoneOffset.UTC).toInstant();
        Optional<UUID> session = Optional.ofNullable(sessionId).map(id -> Ids.parse("session_id", id));
        UUID accountId = erasure.account(account).orElseThrow(() -> Problems.notFound("There is no such account."));
        audit.add(AuditLog.Entry.done(
                request, account, "messages.erase", session.map(UUID::toString).orElse(account), "before " + end));
        long erased = 0;
        int some;
        do {
            some = erasure.erase(accountId, end, session, AT_ONCE);
            erased += some;
        } while (some == AT_ONCE);
        return Json.object().add("erased_requests", erased).build();
    }
}
