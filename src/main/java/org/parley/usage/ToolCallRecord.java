package org.parley.usage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.parley.llm.ToolCall;
import org.parley.platform.SqlStatement;

/** A tool call that the model asked for, on record from before it runs. */
@Entity
@Table(name = "tool_calls")
public class ToolCallRecord {
    private static final String RUNNING = "running";
    private static final int MAX_ARGUMENTS = 20_000;

    @Id
    private UUID id;

    @Column(name = "llm_request_id")
    private UUID llmRequestId;

    @Column(name = "llm_call_id")
    private UUID llmCallId;

    @Column(name = "account_id")
    private UUID accountId;

    @Column(name = "provider_tool_call_id")
    private String providerToolCallId;

    @Column(name = "tool_name")
    private String toolName;

    @Column(name = "arguments")
    private String arguments;

    @Column(name = "status")
    private String status;

    @Column(name = "said_before")
    private int saidBefore;

    @Column(name = "started_at")
    private Instant startedAt;

    protected ToolCallRecord() {}

    /** @param saidBefore characters of the answer that came before it */
    public ToolCallRecord(UUID id, LlmCall askedBy, ToolCall call, int saidBefore, Instant now) {
        this.id = id;
        this.llmRequestId = askedBy.llmRequestId();
        this.llmCallId = askedBy.id();
        this.accountId = askedBy.accountId();
        this.providerToolCallId = storable(call.id());
        this.toolName = storable(call.name());
        this.arguments = storable(call.arguments());
        this.saidBefore = saidBefore;
        this.status = RUNNING;
        this.startedAt = now;
    }

    /** The statement that puts it on record. */
    SqlStatement insertion() {
        return SqlStatement.of(
                """
                INSERT INTO tool_calls (id, llm_request_id, llm_call_id, account_id, provider_tool_call_id, tool_name, arguments,
                  status, said_before, started_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                id,
                llmRequestId,
                llmCallId,
                accountId,
                providerToolCallId,
                toolName,
                arguments,
                status,
                saidBefore,
                startedAt);
    }

    public UUID id() {
        return id;
    }

    public UUID accountId() {
        return accountId;
    }

    /** PostgreSQL keeps no NUL in a text, and a model may write one. */
    private static String storable(String text) {
        String clean = text.replace('\0', '\uFFFD');
        return clean.length() <= MAX_ARGUMENTS ? clean : clean.substring(0, MAX_ARGUMENTS);
    }
}
