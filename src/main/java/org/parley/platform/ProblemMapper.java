package org.parley.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Makes every failure a problem document, and writes one log line for those that are ours. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());
    private static final int MOST_CAUSES = 20;

    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(Throwable failure) {
        String requestId = RequestFilter.requestId(request);
        Optional<ProblemException> known = causeOf(failure, ProblemException.class);
        if (known.isPresent()) {
            return known(known.get(), requestId);
        }
        if (failure instanceof WebApplicationException web) {
            return web(web, requestId);
        }
        if (failure instanceof ProcessingException) {
            return respond(
                            new Problem(
                                    400,
                                    "/problems/bad-request",
                                    "The request is not acceptable",
                                    "The body cannot be read."),
                            requestId)
                    .build();
        }
        Optional<ProblemException> noDatabase = ofDatabase(failure);
        if (noDatabase.isPresent()) {
            return known(noDatabase.get(), requestId);
        }
        LOG.log(Level.SEVERE, failure, () -> "request " + requestId + " failed");
        return respond(Problems.internal(), requestId).build();
    }

    /** What a failure is to clients when the database is away or has no connection left; empty for any other. */
    public static Optional<ProblemException> ofDatabase(Throwable failure) {
        return ConnectionTimeouts.note(failure)
                ? Optional.of(Problems.databaseBusy())
                : causeOf(failure, SQLException.class)
                        .filter(ProblemMapper::isUnavailable)
                        .map(Problems::databaseUnavailable);
    }

    /** The first cause of the wanted type: containers wrap what an EJB throws. */
    public static <T extends Throwable> Optional<T> causeOf(Throwable failure, Class<T> type) {
        return causesOf(failure, type).stream().findFirst();
    }

    /** All causes of the wanted type, itself first. */
    static <T extends Throwable> List<T> causesOf(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Whether it failed because the database cannot be reached. */
    public static boolean databaseIsAway(Throwable failure) {
        return causeOf(failure, SQLException.class)
                .filter(ProblemMapper::isUnavailable)
                .isPresent();
    }

    /** No connection could be had, or it was lost: SQLSTATE classes 08, 53 and 57P, or none when the pool gave up. */
    private static boolean isUnavailable(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }

    private Response known(ProblemException failure, String requestId) {
        if (failure.problem().status() >= 500) {
            LOG.log(Level.WARNING, failure, () -> "request " + requestId + " refused: " + failure.getMessage());
        }
        Response.ResponseBuilder response = respond(failure.problem(), requestId);
        if (failure.problem().status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        failure.retryAfter().ifPresent(wait -> response.header(HttpHeaders.RETRY_AFTER, Math.max(1, wait.toSeconds())));
        return response.build();
    }

    private Response web(WebApplicationException failure, String requestId) {
        Response given = failure.getResponse();
        if (given.getStatus() < 400) {
            return given;
        }
        Response.ResponseBuilder response = respond(Problems.ofStatus(given.getStatus()), requestId);
        Optional.ofNullable(given.getHeaderString(HttpHeaders.ALLOW))
                .ifPresent(allow -> response.header(HttpHeaders.ALLOW, withHead(allow)));
        return response.build();
    }

    /** What can be read can be read in one head, which not every server says. */
    private static String withHead(String allow) {
        return allow.contains("GET") && !allow.contains("HEAD") ? allow + ",HEAD" : allow;
    }

    /** How a problem looks to the clients of this application. */
    protected Response.ResponseBuilder respond(Problem problem, String requestId) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.document(requestId).toString());
    }
}
