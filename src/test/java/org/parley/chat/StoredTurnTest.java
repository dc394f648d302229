package org.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.llm.ToolCall;
import org.parley.tool.ToolResult;
import org.parley.tool.ToolStatus;
import org.parley.usage.BookedRequest;
import org.parley.usage.BookedToolCall;
import org.parley.usage.CompletionStatus;
import org.parley.usage.CostSource;
import org.parley.usage.RequestTotals;

/** A turn that has ended is told again, event by event and position by position, from what is on record. */
class StoredTurnTest {
    private static final UUID REQUEST = UUID.randomUUID();
    private static final UUID SESSION = UUID.randomUUID();
    private static final UUID ANSWER = UUID.randomUUID();
    private static final RequestTotals TOTALS = new RequestTotals(1, 0, 2, 0, 3, Optional.empty(), CostSource.UNKNOWN);

    @Test
    void it_is_told_as_it_was_told_when_it_ran() {
        TurnLog live = new TurnLog();
        ToolCall slow = new ToolCall("a", "find", "{}");
        ToolCall quick = new ToolCall("b", "find", "{}");
        live.append(new TurnEvent.Start(REQUEST, SESSION, ANSWER, "m"));
        live.append(new TurnEvent.Text("Let me "));
        live.append(new TurnEvent.Text("look."));
        live.append(new TurnEvent.ToolStarted(slow));
        live.append(new TurnEvent.ToolStarted(quick));
        live.append(ended(quick, 5));
        live.append(ended(slow, 50));
        live.append(new TurnEvent.Text("\n\nHere."));
        live.append(new TurnEvent.Done(REQUEST, ANSWER, CompletionStatus.COMPLETE, "stop", TOTALS));

        UUID round = UUID.randomUUID();
        TurnLog stored = new StoredTurn(
                        request(Optional.empty(), Optional.of("stop")),
                        CompletionStatus.COMPLETE,
                        "Let me look.\n\nHere.",
                        List.of(booked(round, slow, 50), booked(round, quick, 5)))
                .log();

        assertThat(read(stored)).isEqualTo(read(live));
        assertThat(stored.isOver(stored.end())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "provider_timeout,/problems/provider-timeout",
        "provider_rate_limited,/problems/provider-busy",
        "provider_error,/problems/provider-failed",
        "provider_of_another_build,/problems/internal",
        "turn_timeout,/problems/turn-timeout",
        "internal,/problems/internal"
    })
    void an_error_is_told_as_the_error_it_was(String errorType, String problem) {
        TurnLog stored = new StoredTurn(
                        request(Optional.of(errorType), Optional.empty()), CompletionStatus.ERROR, "", List.of())
                .log();
        assertThat(read(stored)).hasSize(2).last().asString().contains(problem);
    }

    private static List<String> read(TurnLog log) {
        List<String> events = new ArrayList<>();
        long position = 0;
        while (!log.isOver(position)) {
            TurnLog.Piece piece = log.at(position).orElseThrow();
            position = piece.next();
            events.add(
                    position + " " + piece.event().name() + " " + piece.event().data());
        }
        return events;
    }

    private static BookedRequest request(Optional<String> errorType, Optional<String> finishReason) {
        return new BookedRequest(
                REQUEST,
                UUID.randomUUID(),
                SESSION,
                ANSWER,
                "m",
                "local",
                Optional.of(CompletionStatus.COMPLETE),
                errorType,
                finishReason,
                TOTALS);
    }

    private static TurnEvent ended(ToolCall call, long millis) {
        return new TurnEvent.ToolEnded(
                new ToolResult(call, ToolStatus.OK, "{}", Optional.empty(), Duration.ofMillis(millis)));
    }

    private static BookedToolCall booked(UUID round, ToolCall call, long millis) {
        return new BookedToolCall(
                REQUEST, round, call, "ok", Optional.of("{}"), 12, Instant.EPOCH, Duration.ofMillis(millis));
    }
}
