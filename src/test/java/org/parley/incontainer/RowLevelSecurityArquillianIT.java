package org.parley.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parley.incontainer.BookedTurns.NOW;
import static org.parley.incontainer.BookedTurns.finished;
import static org.parley.incontainer.BookedTurns.pricing;
import static org.parley.incontainer.BookedTurns.reply;
import static org.parley.incontainer.BookedTurns.wanted;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.conversation.Conversations;
import org.parley.incontainer.BookedTurns.Turn;
import org.parley.platform.Database;
import org.parley.platform.DatabaseException;
import org.parley.platform.Entities;
import org.parley.platform.Ids;
import org.parley.platform.Statements;
import org.parley.run.Rows;
import org.parley.usage.LlmRequestTracker;

/** What a statement of one account does that forgets to say whose rows it means, while another account has the same rows. */
@ExtendWith(ArquillianExtension.class)
class RowLevelSecurityArquillianIT {
    private static final UUID OTHER = UUID.fromString("01900000-0000-7000-8000-00000000000b");

    @Inject
    Database database;

    @Inject
    Entities entities;

    @Inject
    LlmRequestTracker tracker;

    @Inject
    Conversations conversations;

    @Inject
    BookedTurns turns;

    @Resource
    UserTransaction transaction;

    @Resource(lookup = "java:comp/DefaultDataSource")
    DataSource pool;

    @Resource(lookup = "java:comp/env/jdbc/owner")
    DataSource owner;

    private final Rows rows = new Rows(() -> owner.getConnection());
    private Turn turn;
    private UUID account;

    @Deployment
    static WebArchive application() {
        return Application.with(ProbeTool.class, BookedTurns.class, Rows.class);
    }

    /** A turn of one account that left rows in all tables, and the same rows once more for the other account. */
    @BeforeEach
    void fillAllTables() throws Exception {
        turn = turns.open();
        account = turn.agent().accountId();
        tracker.settle(pricing(turn).settled(turn.call(), reply("0.01")), List.of(wanted(turn, "a")));
        tracker.finish(
                finished(turn, Optional.empty()),
                sums -> conversations.answer(BookedTurns.answer(turn, Ids.next(), Optional.of(BigDecimal.ONE))));
        String id = "'" + account + "'";
        rows.execute("INSERT INTO checkpoints VALUES ('" + turn.request().id() + "', " + id + ", '"
                + turn.call().id() + "', 'node', 'It', 1, 1, now())");
        rows.execute("INSERT INTO cap_counters VALUES (" + id + ", " + id
                + ", 'day', '2999-01-01', 0, 2, false) ON CONFLICT DO NOTHING");
        rows.execute("INSERT INTO changed_days VALUES (" + id + ", '2999-01-01', now()) ON CONFLICT DO NOTHING");
        rows.execute("INSERT INTO usage_days VALUES (" + id + ", '2999-01-01', " + "'"
                + turn.agent().id() + "', 'p', 'm', 's', 'c', 1, 1) ON CONFLICT DO NOTHING");
        rows.execute(
                "INSERT INTO audit_events VALUES (gen_random_uuid(), now(), " + id + ", 'c', 'a', 'o', 'done', 'r')");
        rows.execute("INSERT INTO api_keys VALUES (gen_random_uuid(), " + id
                + ", 'secret', 'n', CAST(random() AS text), repeat('0', 64), 'member', NULL, '', 'c')");
        rows.execute("INSERT INTO accounts SELECT '" + OTHER
                + "', 'others', name, status, created_at FROM accounts WHERE id = " + id + " ON CONFLICT DO NOTHING");
        inAnyOrder("""
                INSERT INTO %1$s SELECT (jsonb_populate_record(NULL::%1$s,
                  to_jsonb(t) || jsonb_build_object('account_id', '%2$s', 'id', gen_random_uuid(),
                    'prefix', random()))).* FROM %1$s t WHERE account_id = '%3$s'
                ON CONFLICT DO NOTHING""");
    }

    @AfterEach
    void forgetTheOther() throws Exception {
        inAnyOrder("DELETE FROM %1$s WHERE account_id = '%2$s'");
        rows.execute("DELETE FROM accounts WHERE id = '" + OTHER + "'");
    }

    @Test
    void a_query_without_a_condition_sees_rows_of_its_account_and_no_others() {
        for (String table : filledTables()) {
            assertThat(owners(database.of(account), table)).as(table).containsExactly(account);
            assertThat(owners(database.of(OTHER), table)).as(table).containsExactly(OTHER);
            assertThat(owners(database.ofSlug("probes"), table)).as(table).containsExactly(account);
            assertThat(owners(database.ofAll(), table)).as(table).contains(account, OTHER);
        }
        assertThat(ids(database.of(account), "SELECT id FROM accounts")).containsExactly(account);
        assertThat(ids(database.of(account), "SELECT account_id FROM call_usage"))
                .isNotEmpty()
                .containsOnly(account);
    }

    @Test
    void without_an_account_nothing_is_seen_changed_or_written() throws Exception {
        for (String table : filledTables()) {
            assertThat(owners(database.ofNone(), table)).as(table).isEmpty();
            assertThat(owners(database.ofSlug("nobody"), table)).as(table).isEmpty();
            assertThat(owners(database.of(Ids.next()), table)).as(table).isEmpty();
        }
        assertThat(ids(database.ofNone(), "SELECT id FROM accounts")).isEmpty();
        assertThat(database.ofNone().update("UPDATE messages SET content = 'changed'"))
                .isZero();
        assertThat(database.ofNone().update("DELETE FROM messages")).isZero();
        assertRefused(database.ofNone(), account);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM messages")) {
            count.next();
            assertThat(count.getLong(1)).as("by a connection of the pool").isZero();
        }
    }

    @Test
    void a_change_without_a_condition_reaches_rows_of_its_account_and_no_others() throws Exception {
        String others = "SELECT string_agg(m::text, ',' ORDER BY id) AS all FROM messages m WHERE account_id = ?";
        Object before = rows.one(others, OTHER).get("all");
        long own = rows.count("SELECT count(*) FROM messages WHERE account_id = ?", account);
        transaction.begin();
        try {
            assertThat(database.of(account).update("UPDATE messages SET content = 'changed'"))
                    .isEqualTo((int) own);
            assertThat(database.of(account).update("DELETE FROM messages")).isEqualTo((int) own);
            assertThat(owners(database.of(OTHER), "messages")).containsExactly(OTHER);
            assertThat(owners(database.of(account), "messages")).isEmpty();
        } finally {
            transaction.rollback();
        }
        assertThat(database.of(OTHER).update("DELETE FROM checkpoints")).isPositive();

        assertThat(rows.one(others, OTHER).get("all")).isEqualTo(before);
        assertThat(rows.count("SELECT count(*) FROM checkpoints WHERE account_id = ?", account))
                .isPositive();
    }

    @Test
    void a_row_of_another_account_is_neither_written_nor_given_away() {
        assertRefused(database.of(account), OTHER);
        assertThatThrownBy(() -> database.of(account).update("UPDATE changed_days SET account_id = ?", OTHER))
                .isInstanceOf(DatabaseException.class)
                .hasRootCauseInstanceOf(SQLException.class)
                .hasStackTraceContaining("row-level security");
    }

    @Test
    void a_transaction_that_goes_from_one_account_to_another_sees_each_in_its_turn() throws Exception {
        transaction.begin();
        try {
            assertThat(owners(database.of(account), "sessions")).containsExactly(account);
            assertThat(owners(database.of(account), "sessions")).containsExactly(account);
            assertThat(owners(database.ofNone(), "sessions")).isEmpty();
            assertThat(owners(database.of(OTHER), "sessions")).containsExactly(OTHER);
            assertThat(owners(database.ofAll(), "sessions")).contains(account, OTHER);
        } finally {
            transaction.rollback();
        }
        assertThat(owners(database.ofNone(), "sessions")).isEmpty();
    }

    @Test
    void a_query_of_jpa_without_a_condition_sees_rows_of_its_account_and_no_others() throws Exception {
        String query = "SELECT DISTINCT m.accountId FROM Message m";
        transaction.begin();
        try {
            assertThat(entities.of(account).createQuery(query, UUID.class).getResultList())
                    .containsExactly(account);
            assertThat(entities.of(OTHER).createQuery(query, UUID.class).getResultList())
                    .containsExactly(OTHER);
            assertThat(entities.ofSlug("others").createQuery(query, UUID.class).getResultList())
                    .containsExactly(OTHER);
            assertThat(entities.ofSlug("nobody").createQuery(query, UUID.class).getResultList())
                    .isEmpty();
        } finally {
            transaction.rollback();
        }
        assertThatThrownBy(() -> entities.of(account))
                .as("without a transaction")
                .isInstanceOf(Exception.class);
    }

    private void assertRefused(Statements statements, UUID owner) {
        assertThatThrownBy(() -> statements.update(
                        "INSERT INTO sessions (id, account_id, agent_instance_id, created_at) VALUES (?, ?, ?, ?)",
                        Ids.next(),
                        owner,
                        turn.agent().id(),
                        NOW))
                .isInstanceOf(DatabaseException.class)
                .hasStackTraceContaining("row-level security");
    }

    /** Runs a statement for each table of tenants, without keys and triggers. */
    private void inAnyOrder(String ofTable) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            for (String table : tenantTables()) {
                statement.execute(ofTable.formatted(table, OTHER, account));
            }
            connection.commit();
        }
    }

    private List<String> tenantTables() {
        List<String> tables = rows.all("""
                        SELECT c.table_name FROM information_schema.columns c
                        JOIN information_schema.tables t USING (table_schema, table_name)
                        WHERE c.column_name = 'account_id' AND t.table_type = 'BASE TABLE' AND c.table_schema = 'public'""").stream()
                .map(row -> (String) row.get("table_name"))
                .toList();
        assertThat(tables).contains("llm_requests", "llm_calls", "messages", "directory_entries", "cap_counters");
        return tables;
    }

    private List<String> filledTables() {
        List<String> filled = tenantTables().stream()
                .filter(table -> rows.count(
                                "SELECT count(DISTINCT account_id) FROM " + table + " WHERE account_id IN (?, ?)",
                                account,
                                OTHER)
                        == 2)
                .toList();
        assertThat(filled).hasSizeGreaterThan(13);
        return filled;
    }

    private static List<UUID> owners(Statements statements, String table) {
        return ids(statements, "SELECT DISTINCT account_id FROM " + table + " ORDER BY 1");
    }

    private static List<UUID> ids(Statements statements, String query) {
        return statements.query(row -> row.getObject(1, UUID.class), query);
    }
}
