package org.parley.chat;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.util.UUID;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;
import org.parley.platform.Problem;
import org.parley.tool.ToolResult;
import org.parley.usage.CompletionStatus;
import org.parley.usage.CostSource;
import org.parley.usage.RequestTotals;

/** What a client hears of a turn: a start, text and tools in between, and one end. */
sealed interface TurnEvent {
    /** The name of the event in the stream. */
    String name();

    JsonObject data();

    /** About how many characters it takes. */
    default int length() {
        return 200;
    }

    /** Whether nothing comes after it. */
    default boolean isEnd() {
        return false;
    }

    record Start(UUID llmRequestId, UUID sessionId, UUID messageId, String model) implements TurnEvent {
        @Override
        public String name() {
            return "start";
        }

        @Override
        public JsonObject data() {
            return Json.object()
                    .add("llm_request_id", llmRequestId.toString())
                    .add("session_id", sessionId.toString())
                    .add("message_id", messageId.toString())
                    .add("model", model)
                    .build();
        }
    }

    record Text(String delta) implements TurnEvent {
        @Override
        public String name() {
            return "message";
        }

        @Override
        public int length() {
            return delta.length();
        }

        @Override
        public JsonObject data() {
            return Json.object().add("delta", delta).build();
        }
    }

    record ToolStarted(ToolCall call) implements TurnEvent {
        @Override
        public String name() {
            return "tool_call";
        }

        @Override
        public int length() {
            return call.arguments().length();
        }

        @Override
        public JsonObject data() {
            return Json.object()
                    .add("id", call.id())
                    .add("name", call.name())
                    .add("arguments", Json.parseObject(call.arguments()).orElse(JsonObject.EMPTY_JSON_OBJECT))
                    .build();
        }
    }

    record ToolEnded(ToolResult result) implements TurnEvent {
        @Override
        public String name() {
            return "tool_result";
        }

        @Override
        public JsonObject data() {
            return Json.object()
                    .add("id", result.call().id())
                    .add("name", result.call().name())
                    .add("status", result.status().word())
                    .add("duration_ms", result.duration().toMillis())
                    .build();
        }
    }

    /**
     * The end of a turn that was told to its end.
     *
     * @param isPending whether it waits in the journal to be booked, since the database could not take it
     */
    record Done(
            UUID llmRequestId,
            UUID messageId,
            CompletionStatus status,
            String finishReason,
            RequestTotals totals,
            boolean isPending)
            implements TurnEvent {
        private static final String PENDING = "pending";

        /** One that is booked. */
        Done(UUID llmRequestId, UUID messageId, CompletionStatus status, String finishReason, RequestTotals totals) {
            this(llmRequestId, messageId, status, finishReason, totals, false);
        }

        /** How it is booked, as clients are told. */
        String completionStatus() {
            return isPending ? PENDING : status.word();
        }

        @Override
        public String name() {
            return "done";
        }

        @Override
        public boolean isEnd() {
            return true;
        }

        @Override
        public JsonObject data() {
            return Json.object()
                    .add("llm_request_id", llmRequestId.toString())
                    .add("message_id", messageId.toString())
                    .add("completion_status", completionStatus())
                    .add("finish_reason", finishReason)
                    .add("usage", usage())
                    .add("cost", cost())
                    .build();
        }

        private JsonObjectBuilder usage() {
            return Json.object()
                    .add("prompt_tokens", totals.prompt())
                    .add("cached_tokens", totals.cached())
                    .add("completion_tokens", totals.completion())
                    .add("reasoning_tokens", totals.reasoning())
                    .add("total_tokens", totals.total());
        }

        private JsonObjectBuilder cost() {
            boolean known = totals.source() != CostSource.UNKNOWN;
            String amount = totals.cost()
                    .filter(sum -> known)
                    .map(BigDecimal::toPlainString)
                    .orElse(null);
            return Json.object()
                    .add("amount", Json.value(amount))
                    .add("currency", "USD")
                    .add("source", totals.source().word());
        }
    }

    record Failed(UUID llmRequestId, Problem problem) implements TurnEvent {
        @Override
        public String name() {
            return "error";
        }

        @Override
        public boolean isEnd() {
            return true;
        }

        @Override
        public JsonObject data() {
            return problem.toJson(llmRequestId.toString())
                    .add("llm_request_id", llmRequestId.toString())
                    .build();
        }
    }
}
