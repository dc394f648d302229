package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.parley.run.Rows;

/** Holds turns up in PostgreSQL: triggers have the transactions of chosen turns wait for a lock that the test has. */
final class FaultGates implements AutoCloseable {
    private static final List<FaultPoint> LOCKED = Arrays.stream(FaultPoint.values())
            .filter(point -> point.locks() > 0)
            .toList();

    private static final String GATE = """
            CREATE OR REPLACE FUNCTION fault_gate() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
              request uuid := coalesce(to_jsonb(NEW) ->> 'llm_request_id', to_jsonb(NEW) ->> 'id');
              said text := to_jsonb(NEW) ->> 'content';
            BEGIN
              IF said IS NULL THEN
                SELECT content INTO said FROM messages WHERE llm_request_id = request AND role = 'user';
              END IF;
              IF said LIKE TG_ARGV[0] || ' %' THEN
                PERFORM pg_advisory_xact_lock_shared(hashtext(TG_ARGV[0]));
              END IF;
              RETURN NEW;
            END $$;
            CREATE OR REPLACE TRIGGER fault_before_claim BEFORE INSERT ON messages
              FOR EACH ROW WHEN (NEW.role = 'user') EXECUTE FUNCTION fault_gate('before-claim');
            CREATE OR REPLACE TRIGGER fault_tools BEFORE UPDATE ON tool_calls
              FOR EACH ROW WHEN (OLD.status = 'running') EXECUTE FUNCTION fault_gate('tools');
            CREATE OR REPLACE TRIGGER fault_between_rounds BEFORE INSERT ON llm_calls
              FOR EACH ROW WHEN (NEW.sequence = 2) EXECUTE FUNCTION fault_gate('between-rounds');
            DROP TRIGGER IF EXISTS fault_final_commit ON llm_requests;
            CREATE CONSTRAINT TRIGGER fault_final_commit AFTER UPDATE ON llm_requests DEFERRABLE INITIALLY DEFERRED
              FOR EACH ROW WHEN (OLD.completion_status = 'in_progress' AND NEW.completion_status <> 'in_progress')
              EXECUTE FUNCTION fault_gate('final-commit')""";

    private final Rows rows;
    private final Connection holder;

    /** Closes all gates. */
    FaultGates(Rows rows, Connection holder) throws SQLException {
        this.rows = rows;
        this.holder = holder;
        try (Statement statement = holder.createStatement()) {
            statement.execute(GATE);
            for (FaultPoint point : LOCKED) {
                statement.execute("SELECT pg_advisory_lock(hashtext('" + point.word() + "'))");
            }
        }
    }

    /** Waits until so many turns wait at each gate. */
    void awaitTurns(int atEach) {
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(LOCKED)
                        .allSatisfy(point ->
                                assertThat(waiting(point)).as(point.word()).isEqualTo((long) atEach * point.locks())));
    }

    private long waiting(FaultPoint point) {
        return rows.count("""
                SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                AND objid = (hashtext('%s')::bigint & 4294967295)::oid""".formatted(point.word()));
    }

    /** Opens all gates. A database that was stopped has opened them already. */
    @Override
    public void close() {
        try {
            holder.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
