package org.parley.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.parley.platform.Admitted;
import org.parley.platform.Database;
import org.parley.platform.Json;
import org.parley.platform.Statements;

/**
 * Sessions in the database, by the hash of the cookie's value. Each statement is a transaction of its own, and the
 * database's clock is the only one, so that nodes agree.
 */
@ApplicationScoped
@Admitted
class SignInTable {
    private static final String ADD = """
            INSERT INTO sign_ins (id, state, subject, name, provider_session, caller, tokens, access_expires_at, expires_at)
            VALUES (?, ?, ?, ?, ?, CAST(? AS jsonb), ?, now() + CAST(? AS interval), now() + CAST(? AS interval))
            ON CONFLICT (state) DO NOTHING""";
    private static final String PURGE = "DELETE FROM sign_ins WHERE expires_at < now() - interval '1 hour'";
    private static final String USED = "SELECT 1 FROM sign_ins WHERE state = ?";

    private static final String FIND = """
            SELECT caller, name, access_expires_at > now() FROM sign_ins
            WHERE id = ? AND expires_at > now() AND used_at > now() - CAST(? AS interval)""";

    /** Not at each request: a quarter of the time after which it would be idle is exact enough. */
    private static final String TOUCH = """
            UPDATE sign_ins SET used_at = now() WHERE id = ? AND used_at < now() - CAST(? AS interval) / 4""";

    private static final String CLAIM = """
            UPDATE sign_ins SET refreshing_until = now() + interval '15 seconds'
            WHERE id = ? AND expires_at > now() AND access_expires_at <= now()
              AND (refreshing_until IS NULL OR refreshing_until <= now())
            RETURNING tokens""";
    private static final String RENEW = """
            UPDATE sign_ins SET caller = CAST(? AS jsonb), tokens = ?, access_expires_at = now() + CAST(? AS interval),
              refreshing_until = NULL
            WHERE id = ? AND expires_at > now()""";
    private static final String RELEASE = "UPDATE sign_ins SET refreshing_until = NULL WHERE id = ?";
    private static final String END = """
            WITH ended AS (SELECT id, subject, tokens FROM sign_ins WHERE id = ? AND expires_at > now() FOR UPDATE)
            UPDATE sign_ins s SET expires_at = now(), tokens = '' FROM ended WHERE s.id = ended.id
            RETURNING ended.subject, ended.tokens""";
    private static final String END_OF_SESSION = """
            UPDATE sign_ins SET expires_at = now(), tokens = '' WHERE provider_session = ? AND expires_at > now()
            RETURNING subject""";
    private static final String END_OF_SUBJECT = """
            UPDATE sign_ins SET expires_at = now(), tokens = '' WHERE subject = ? AND expires_at > now()
            RETURNING subject""";

    @Inject
    Database database;

    /** A session that was ended: the id of its caller, and its sealed tokens. */
    record Ended(String caller, String tokens) {}

    /**
     * Puts a session on record.
     *
     * @param state hash of the state of its sign-in
     * @param sealed its tokens
     * @return false when a session has begun with that state before
     */
    boolean add(String id, String state, ProvidedTokens tokens, String sealed, Duration longest) {
        rows().update(PURGE);
        return rows().update(
                                ADD,
                                id,
                                state,
                                tokens.caller().id(),
                                tokens.name(),
                                tokens.session(),
                                CallerJson.of(tokens.caller()).build().toString(),
                                sealed,
                                tokens.lifetime().toString(),
                                longest.toString())
                == 1;
    }

    boolean isUsed(String state) {
        return rows().first(row -> true, USED, state).isPresent();
    }

    /** The session, unless it is over or was idle too long. */
    @Admitted(strangers = true)
    Optional<SignIn> find(String id, Duration idle) {
        return rows().first(SignInTable::signIn, FIND, id, idle.toString());
    }

    void touch(String id, Duration idle) {
        rows().update(TOUCH, id, idle.toString());
    }

    /** Its sealed tokens, for the one who is to renew them; empty for the others. */
    Optional<String> claim(String id) {
        return rows().first(row -> row.getString(1), CLAIM, id);
    }

    void renew(String id, ProvidedTokens tokens, String sealed) {
        rows().update(
                        RENEW,
                        CallerJson.of(tokens.caller()).build().toString(),
                        sealed,
                        tokens.lifetime().toString(),
                        id);
    }

    /** Lets somebody else try. */
    void release(String id) {
        rows().update(RELEASE, id);
    }

    /** Ends it, when it was not over before. */
    Optional<Ended> end(String id) {
        return rows().first(row -> new Ended(row.getString(1), row.getString(2)), END, id);
    }

    /** Ends what began with that session of the provider; for each that was not over, the id of its caller. */
    List<String> endOfProviderSession(String session) {
        return rows().query(row -> row.getString(1), END_OF_SESSION, session);
    }

    /** The same for all sessions of a caller. */
    List<String> endOfSubject(String subject) {
        return rows().query(row -> row.getString(1), END_OF_SUBJECT, subject);
    }

    private Statements rows() {
        return database.ofNone();
    }

    private static SignIn signIn(ResultSet row) throws SQLException {
        return new SignIn(
                CallerJson.user(Json.parseObject(row.getString(1)).orElseThrow()), row.getString(2), row.getBoolean(3));
    }
}
