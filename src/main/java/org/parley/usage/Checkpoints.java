package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parley.llm.ReplyHead;
import org.parley.platform.Database;

/**
 * Writes down how far the requests of a node have come, all of them in one statement. It passes over calls that are being
 * settled: waiting for one would hold up all others.
 */
@ApplicationScoped
public class Checkpoints {
    private static final String WRITE = """
            WITH running AS (
              SELECT * FROM unnest(CAST(? AS uuid[]), CAST(? AS uuid[]), CAST(? AS uuid[]), CAST(? AS text[]), CAST(? AS bigint[]),
                  CAST(? AS bigint[]), CAST(? AS timestamptz[]), CAST(? AS text[]), CAST(? AS text[]))
                AS r (llm_request_id, account_id, llm_call_id, content, prompt_tokens, completion_tokens, first_byte_at,
                  generation_id, served_model)),
            said AS (
              INSERT INTO checkpoints (llm_request_id, account_id, llm_call_id, node_id, content, prompt_tokens,
                completion_tokens, written_at)
              SELECT llm_request_id, account_id, llm_call_id, ?, content, prompt_tokens, completion_tokens, now()
              FROM running WHERE content IS NOT NULL
              ON CONFLICT (llm_request_id, account_id) DO UPDATE SET llm_call_id = excluded.llm_call_id,
                content = excluded.content, prompt_tokens = excluded.prompt_tokens,
                completion_tokens = excluded.completion_tokens, written_at = excluded.written_at),
            free AS (
              SELECT r.* FROM running r JOIN llm_calls c ON c.id = r.llm_call_id AND c.account_id = r.account_id
              WHERE r.first_byte_at IS NOT NULL
                AND (c.status = 'claimed'
                  OR (c.status = 'streaming' AND c.generation_id IS NULL AND r.generation_id IS NOT NULL))
              FOR UPDATE OF c SKIP LOCKED),
            begun AS (
              UPDATE llm_calls c SET status = 'streaming', first_byte_at = r.first_byte_at,
                generation_id = r.generation_id, served_model = r.served_model
              FROM free r
              WHERE c.id = r.llm_call_id AND c.account_id = r.account_id),
            ended AS (
              DELETE FROM checkpoints c WHERE c.node_id = ?
                AND NOT EXISTS (
                  SELECT FROM running r WHERE r.llm_request_id = c.llm_request_id AND r.account_id = c.account_id))
            SELECT q.id FROM running r JOIN llm_requests q ON q.id = r.llm_request_id AND q.account_id = r.account_id
            WHERE q.cancel_requested_at IS NOT NULL""";

    @Inject
    Database database;

    /**
     * Writes what has changed, and forgets the requests of the node that are not among the running ones.
     *
     * @param running all requests that the node runs
     * @return those of them that somebody asked another node to end
     */
    public List<UUID> write(String nodeId, List<Checkpoint> running) {
        return database.ofAll()
                .query(
                        row -> row.getObject(1, UUID.class),
                        WRITE,
                        column(running, checkpoint -> checkpoint.llmRequestId().toString()),
                        column(running, checkpoint -> checkpoint.accountId().toString()),
                        column(running, checkpoint -> checkpoint.llmCallId().toString()),
                        column(running, Checkpoint::content),
                        column(
                                running,
                                checkpoint ->
                                        String.valueOf(checkpoint.counted().prompt())),
                        column(
                                running,
                                checkpoint ->
                                        String.valueOf(checkpoint.counted().completion())),
                        head(running, head -> head.firstByteAt().toString()),
                        head(running, head -> head.generationId().orElse(null)),
                        head(running, head -> head.servedModel().orElse(null)),
                        nodeId,
                        nodeId);
    }

    private static Object column(List<Checkpoint> running, Function<Checkpoint, @Nullable String> value) {
        return running.stream().map(value).toArray(String[]::new);
    }

    private static Object head(List<Checkpoint> running, Function<ReplyHead, @Nullable String> value) {
        return column(running, checkpoint -> checkpoint.head().map(value).orElse(null));
    }
}
