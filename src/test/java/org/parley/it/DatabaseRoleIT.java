package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.run.AppServer;
import org.parley.run.Database;
import org.parley.run.Ports;
import org.parley.run.Rows;
import org.parley.run.ServerPlace;

/** The role that the application works as: what it is, what it may not do, and what is said when it is another. */
class DatabaseRoleIT {
    private static final Path OPERATIONS = Path.of("src/docs/operations.md");

    private final Parley parley = Parley.running();
    private final Sql sql = new Sql(parley);
    private final Rows asApplication = new Rows(parley::databaseAsApplication);

    @Test
    void it_is_no_superuser_owns_nothing_and_is_held_to_row_level_security() {
        assertThat(asApplication.one("""
                        SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication
                        FROM pg_roles WHERE rolname = current_user""").values())
                .containsExactly(Database.APPLICATION, false, false, false, false, false);
        assertThat(sql.count("SELECT count(*) FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid"
                        + " WHERE d.deptype = 'o' AND r.rolname = 'parley'"))
                .isZero();
        assertThat(parley.console()).doesNotContain("security.database_role");
    }

    @Test
    void it_is_what_the_servers_connections_are_of() {
        assertThat(sql.rows("SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'parley'"))
                .extracting(row -> row.get("usename"))
                .containsExactly(Database.APPLICATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE messages DISABLE ROW LEVEL SECURITY",
                "ALTER TABLE messages ADD COLUMN more text",
                "DROP POLICY of_account ON messages",
                "CREATE POLICY more ON messages USING (true)",
                "DROP TABLE messages",
                "TRUNCATE messages",
                "ALTER TABLE llm_calls DISABLE TRIGGER llm_calls_stay",
                "DELETE FROM llm_calls",
                "DELETE FROM llm_requests",
                "DELETE FROM accounts",
                "SELECT * FROM flyway_schema_history",
                "CREATE TABLE mine (id int)",
                "CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1",
                "SET ROLE postgres",
                "SET SESSION AUTHORIZATION postgres",
                "SET session_replication_role = replica",
                "ALTER ROLE parley BYPASSRLS",
                "COPY accounts TO PROGRAM 'cat'"
            })
    void it_may_not(String statement) {
        assertThatThrownBy(() -> asApplication.execute(statement))
                .hasRootCauseInstanceOf(SQLException.class)
                .rootCause()
                .satisfies(refusal -> assertThat(((SQLException) refusal).getSQLState())
                        .as(refusal.getMessage())
                        .isEqualTo("42501"));
    }

    @Test
    void row_level_security_does_not_let_it_read_all_by_switching_it_off() {
        assertThatThrownBy(() -> asApplication.execute("SET row_security = off; SELECT * FROM messages"))
                .hasStackTraceContaining("would be affected by row-level security policy");
        assertThat(asApplication.count("SELECT count(*) FROM llm_requests")).isZero();
        assertThat(asApplication.count("SELECT count(*) FROM accounts")).isZero();
    }

    /** A migration that adds a table of a tenant has to add its policy. */
    @Test
    void every_table_of_tenants_has_row_level_security_and_a_policy_for_all_that_is_done_with_it() {
        List<Map<String, Object>> tables = sql.rows("""
                SELECT c.relname, c.relrowsecurity, (
                  SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polpermissive
                    AND pg_get_expr(p.polqual, c.oid) LIKE '%account_in_scope()%'
                    AND pg_get_expr(p.polwithcheck, c.oid) LIKE '%account_in_scope()%') AS policies,
                  (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS all_policies
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND (c.relname = 'accounts' OR EXISTS (
                  SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped))""");

        assertThat(tables)
                .hasSizeGreaterThan(12)
                .allSatisfy(table -> assertThat(table)
                        .as(String.valueOf(table.get("relname")))
                        .containsEntry("relrowsecurity", true)
                        .containsEntry("policies", 1L)
                        .containsEntry("all_policies", 1L));
    }

    /** A view that shows what its owner sees would show all accounts. */
    @Test
    void every_view_shows_what_its_reader_may_see() {
        assertThat(sql.rows("""
                        SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace
                          AND NOT COALESCE(reloptions, '{}') @> ARRAY ['security_invoker=true']""")).isEmpty();
    }

    @Test
    void a_server_that_works_as_the_owner_says_so() throws Exception {
        AppServer server = server("parley-as-owner", Map.of("DB_USER", "postgres"));
        try {
            server.start();
            assertThat(Files.readString(server.console()))
                    .contains("\"event\":\"security.database_role\"", "The database role postgres (is a superuser");
        } finally {
            server.stop();
        }
    }

    @Test
    void a_server_whose_callers_sign_in_does_not_start_as_the_owner() {
        Map<String, String> signIn = Map.of(
                "DB_USER",
                "postgres",
                "AUTH_MODE",
                "oidc",
                "MP_JWT_VERIFY_ISSUER",
                "https://issuer.example",
                "MP_JWT_VERIFY_AUDIENCES",
                "parley");
        AppServer server = server("parley-as-owner", signIn);

        try {
            assertThatThrownBy(server::start)
                    .hasMessageContaining("The database role postgres (is a superuser")
                    .hasMessageContaining("DB_OWNER_USER: src/docs/operations.md");
        } finally {
            server.stop();
        }
    }

    @Test
    void the_roles_of_the_manual_are_enough() throws Exception {
        for (String statement : statementsOfTheManual()) {
            sql.execute(statement);
        }
        parley.provider().script("manual", call -> call.text("ok").end("stop", 1, 1, "0"));
        Map<String, String> site = Map.of(
                "DB_URL",
                Objects.requireNonNull(parley.shared().get("DB_URL")).replaceAll("/[^/]*$", "/site"),
                "DB_USER",
                "site",
                "DB_OWNER_USER",
                "site_owner");
        AppServer server = server("parley-site", site);
        try {
            server.start();
            assertThat(new Api(server.address()).chat("acme/alpha", "manual").status())
                    .isEqualTo(200);
            assertThat(Files.readString(server.console())).doesNotContain("security.database_role");
        } finally {
            server.stop();
        }
    }

    private AppServer server(String name, Map<String, String> settings) {
        int port = Ports.free();
        Map<String, String> environment = new LinkedHashMap<>(parley.shared());
        environment.put("HTTP_PORT", String.valueOf(port));
        environment.putAll(settings);
        return AppServer.deployed(new ServerPlace(Path.of("").toAbsolutePath(), name, port, environment));
    }

    /** With other names, since a role is of all databases. */
    private static List<String> statementsOfTheManual() throws Exception {
        String manual = Files.readString(OPERATIONS);
        int begin = manual.indexOf("CREATE ROLE parley_owner");
        String block = manual.substring(begin, manual.indexOf("```", begin));
        return block.lines()
                .filter(line -> line.endsWith(";"))
                .map(line -> line.replace("parley", "site"))
                .toList();
    }
}
