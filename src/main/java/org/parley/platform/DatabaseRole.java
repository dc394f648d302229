package org.parley.platform;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The role that the application works as in the database. PostgreSQL does not hold superusers, roles with BYPASSRLS and the
 * owner of a table to row-level security, nor who may become one of these.
 */
record DatabaseRole(String name, boolean isSuperuser, boolean bypassesSecurity, boolean ownsTables) {
    private static final String OWN = """
            SELECT current_user,
              EXISTS (SELECT FROM pg_roles r WHERE r.rolsuper AND pg_has_role(current_user, r.oid, 'MEMBER')),
              EXISTS (SELECT FROM pg_roles r WHERE r.rolbypassrls AND pg_has_role(current_user, r.oid, 'MEMBER')),
              EXISTS (SELECT FROM pg_class c WHERE c.relrowsecurity AND pg_has_role(current_user, c.relowner, 'MEMBER'))""";

    static DatabaseRole of(Database database) {
        return database.ofNone().first(DatabaseRole::read, OWN).orElseThrow();
    }

    private static DatabaseRole read(ResultSet row) throws SQLException {
        return new DatabaseRole(row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4));
    }

    /**
     * Tells what of the role lets statements pass by row-level security.
     *
     * @throws IllegalStateException when there is any and callers sign in, who are to be kept apart by the database as well
     */
    void check(boolean callersSignIn) {
        fault().ifPresent(fault -> {
            if (callersSignIn) {
                EventLog.error("security.database_role.refused", Map.of("message", fault));
                throw new IllegalStateException(fault);
            }
            EventLog.info("security.database_role", fields(fault));
        });
    }

    /** What is wrong with it and what to do, in sentences; empty when nothing is. */
    Optional<String> fault() {
        String faults = Stream.of(
                        isSuperuser ? "is a superuser" : "",
                        bypassesSecurity ? "has BYPASSRLS" : "",
                        ownsTables ? "owns tables" : "")
                .filter(fault -> !fault.isEmpty())
                .collect(Collectors.joining(", "));
        return Optional.of(faults)
                .filter(some -> !some.isEmpty())
                .map(
                        some -> "The database role " + name + " (" + some
                                + ") is not held to row-level security. Make a role that is "
                                + "neither, for DB_USER, and keep the owner for DB_OWNER_USER: src/docs/operations.md has the SQL.");
    }

    private Map<String, Object> fields(String fault) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("message", fault);
        fields.put("role", name);
        fields.put("superuser", isSuperuser);
        fields.put("bypassrls", bypassesSecurity);
        fields.put("owner", ownsTables);
        return fields;
    }
}
