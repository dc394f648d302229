package org.parley.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parley.account.Role;
import org.parley.config.AgentAddress;
import org.parley.platform.Admitted;
import org.parley.platform.Database;

/** Finds keys. They are looked up each time: one that was revoked on any node is none on all of them at once. */
@ApplicationScoped
@Admitted(strangers = true)
class ApiKeys {
    private static final String FIND = """
            SELECT k.id, k.hash, k.kind, a.slug, k.role, i.slug, k.origins
            FROM api_keys k JOIN accounts a ON a.id = k.account_id
              LEFT JOIN agent_instances i ON i.id = k.agent_instance_id AND i.account_id = k.account_id
            WHERE k.prefix = ? AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())""";

    private static final String IS_ORIGIN = """
            SELECT 1 FROM api_keys k JOIN accounts a ON a.id = k.account_id
            WHERE a.slug = ? AND k.kind = 'publishable' AND k.revoked_at IS NULL
              AND (k.expires_at IS NULL OR k.expires_at > now()) AND ? = ANY (string_to_array(k.origins, ' '))""";

    @Inject
    Database database;

    /**
     * A key that holds now.
     *
     * @param agent the only agent that may be asked; null: any of the account
     * @param origins of the pages that may use it; empty for a program's
     */
    record Found(
            UUID id,
            String hash,
            boolean isPublishable,
            String account,
            Role role,
            @Nullable AgentAddress agent,
            List<String> origins) {

        /** As callers are named by it. */
        String caller() {
            return "key:" + id;
        }

        boolean isOf(ApiKey key) {
            return MessageDigest.isEqual(
                    hash.getBytes(StandardCharsets.US_ASCII), key.hash().getBytes(StandardCharsets.US_ASCII));
        }

        static Found of(ResultSet row) throws SQLException {
            String account = row.getString(4);
            @Nullable String agent = row.getString(6);
            return new Found(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3).equals("publishable"),
                    account,
                    Role.of(row.getString(5)).orElseThrow(),
                    agent == null ? null : new AgentAddress(account, agent),
                    List.of(row.getString(7).split(" ")));
        }
    }

    Optional<Found> find(ApiKey key) {
        return database.ofAll().first(Found::of, FIND, key.prefix()).filter(found -> found.isOf(key));
    }

    /** Whether pages of that origin may use a key of the account. */
    boolean isOriginOf(String account, String origin) {
        return database.ofSlug(account)
                .first(row -> true, IS_ORIGIN, account, origin)
                .isPresent();
    }
}
