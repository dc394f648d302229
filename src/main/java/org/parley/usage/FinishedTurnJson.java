package org.parley.usage;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.parley.llm.ChatReply;
import org.parley.llm.TokenUsage;
import org.parley.platform.Json;

/** A finished turn as a line of the journal. Of the reply to its last call it has what goes into the ledger. */
final class FinishedTurnJson {
    private FinishedTurnJson() {}

    static String write(FinishedTurn turn) {
        Payer payer = turn.payer();
        RequestOutcome outcome = turn.outcome();
        JsonObjectBuilder json = Json.object()
                .add("llm_request_id", turn.llmRequestId().toString())
                .add("account_id", payer.accountId().toString())
                .add("account", payer.accountSlug())
                .add("agent_instance_id", payer.agentInstanceId().toString())
                .add("agent", payer.agentInstanceSlug())
                .add("agent_type", payer.agentType())
                .add("session_id", turn.sessionId().toString())
                .add("answer_id", turn.answerId().toString())
                .add("started_at", turn.startedAt().toString())
                .add("status", outcome.status().word())
                .add("error_type", value(outcome.errorType()))
                .add("finish_reason", value(outcome.finishReason()))
                .add("time_to_first_token", value(outcome.timeToFirstToken()))
                .add("finished_at", outcome.finishedAt().toString())
                .add("said", turn.said());
        turn.last().ifPresent(last -> json.add("last", call(last)));
        return json.build().toString();
    }

    /** @throws RuntimeException when the line is of another build that wrote other fields */
    static FinishedTurn read(String line) {
        JsonObject json = Json.parseObject(line).orElseThrow();
        Payer payer = new Payer(
                id(json, "account_id"),
                json.getString("account"),
                id(json, "agent_instance_id"),
                json.getString("agent"),
                json.getString("agent_type"));
        RequestOutcome outcome = new RequestOutcome(
                CompletionStatus.valueOf(json.getString("status").toUpperCase(Locale.ROOT)),
                text(json, "error_type"),
                text(json, "finish_reason"),
                text(json, "time_to_first_token").map(Duration::parse),
                instant(json, "finished_at"));
        return new FinishedTurn(
                id(json, "llm_request_id"),
                payer,
                id(json, "session_id"),
                id(json, "answer_id"),
                instant(json, "started_at"),
                Optional.ofNullable(json.getJsonObject("last")).map(last -> outcome(last, id(json, "account_id"))),
                outcome,
                json.getString("said"));
    }

    private static JsonObjectBuilder call(CallOutcome call) {
        JsonObjectBuilder json = Json.object()
                .add("id", call.callId().toString())
                .add("status", call.status().word())
                .add("served_model", value(call.reply().servedModel()))
                .add("generation_id", value(call.reply().generationId()))
                .add("first_byte_at", value(call.reply().firstByteAt()))
                .add("prompt_cost", value(call.cost().prompt()))
                .add("completion_cost", value(call.cost().completion()))
                .add("total_cost", value(call.cost().total()))
                .add("upstream_cost", value(call.cost().upstream()))
                .add("cost_source", call.cost().source().word())
                .add("price_version", value(call.cost().priceVersion()))
                .add("error_type", value(call.errorType()))
                .add("finished_at", call.finishedAt().toString());
        call.usage().ifPresent(usage -> json.add("tokens", tokens(usage)));
        return json;
    }

    private static CallOutcome outcome(JsonObject json, UUID accountId) {
        return new CallOutcome(
                id(json, "id"),
                accountId,
                CallStatus.valueOf(json.getString("status").toUpperCase(Locale.ROOT)),
                ChatReply.begun(
                        text(json, "first_byte_at").map(Instant::parse),
                        text(json, "generation_id"),
                        text(json, "served_model")),
                Optional.ofNullable(json.getJsonObject("tokens")).map(FinishedTurnJson::usage),
                new CallCost(
                        amount(json, "prompt_cost"),
                        amount(json, "completion_cost"),
                        amount(json, "total_cost"),
                        amount(json, "upstream_cost"),
                        CostSource.of(json.getString("cost_source")),
                        text(json, "price_version")),
                text(json, "error_type"),
                instant(json, "finished_at"));
    }

    private static JsonObjectBuilder tokens(TokenUsage usage) {
        return Json.object()
                .add("prompt", usage.prompt())
                .add("cached", usage.cached())
                .add("cache_written", usage.cacheWritten())
                .add("completion", usage.completion())
                .add("reasoning", usage.reasoning())
                .add("cost", value(usage.cost()))
                .add("upstream_cost", value(usage.upstreamCost()));
    }

    private static TokenUsage usage(JsonObject json) {
        Function<String, Long> count = name -> json.getJsonNumber(name).longValueExact();
        return new TokenUsage(
                count.apply("prompt"),
                count.apply("cached"),
                count.apply("cache_written"),
                count.apply("completion"),
                count.apply("reasoning"),
                amount(json, "cost"),
                amount(json, "upstream_cost"));
    }

    private static JsonValue value(Optional<?> value) {
        return Json.value(value.map(present -> present instanceof BigDecimal amount ? amount.toPlainString() : present)
                .map(Object::toString)
                .orElse(null));
    }

    private static Optional<String> text(JsonObject json, String name) {
        return json.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    private static Optional<BigDecimal> amount(JsonObject json, String name) {
        return text(json, name).map(BigDecimal::new);
    }

    private static UUID id(JsonObject json, String name) {
        return UUID.fromString(json.getString(name));
    }

    private static Instant instant(JsonObject json, String name) {
        return Instant.parse(json.getString(name));
    }
}
