package org.parley.chat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.parley.llm.ModelFailure;
import org.parley.platform.Problem;
import org.parley.platform.Problems;
import org.parley.tool.ToolResult;
import org.parley.tool.ToolStatus;
import org.parley.usage.BookedRequest;
import org.parley.usage.BookedToolCall;
import org.parley.usage.CompletionStatus;
import org.parley.usage.LostRequests;

/**
 * Tells a turn that has ended from what is on record of it: the same events at the same positions as it told them when
 * it ran, whichever node that was.
 */
final class StoredTurn {
    private final BookedRequest request;
    private final CompletionStatus status;
    private final String answer;
    private final List<BookedToolCall> toolCalls;
    private final TurnLog log = new TurnLog();
    private int told;

    StoredTurn(BookedRequest request, CompletionStatus status, String answer, List<BookedToolCall> toolCalls) {
        this.request = request;
        this.status = status;
        this.answer = answer;
        this.toolCalls = toolCalls;
    }

    TurnLog log() {
        log.append(new TurnEvent.Start(request.id(), request.sessionId(), request.answerId(), request.model()));
        BookedToolCall.rounds(toolCalls).forEach(this::tell);
        tellUntil(answer.length());
        log.append(end());
        return log;
    }

    private void tell(List<BookedToolCall> round) {
        tellUntil(Math.min(round.get(0).saidBefore(), answer.length()));
        round.forEach(call -> log.append(new TurnEvent.ToolStarted(call.call())));
        round.stream()
                .filter(call -> call.result().isPresent())
                .sorted(Comparator.comparing(BookedToolCall::endedAt))
                .forEach(call -> log.append(new TurnEvent.ToolEnded(result(call))));
    }

    private void tellUntil(int position) {
        if (position > told) {
            log.append(new TurnEvent.Text(answer.substring(told, position)));
            told = position;
        }
    }

    private static ToolResult result(BookedToolCall call) {
        ToolStatus status = ToolStatus.of(call.status());
        return new ToolResult(call.call(), status, call.result().orElse(""), Optional.empty(), call.duration());
    }

    private TurnEvent end() {
        return request.finishReason()
                .<TurnEvent>map(reason ->
                        new TurnEvent.Done(request.id(), request.answerId(), status, reason, request.totals()))
                .orElseGet(() -> new TurnEvent.Failed(
                        request.id(), problem(request.errorType().orElse(""))));
    }

    private static Problem problem(String errorType) {
        if (errorType.equals(TurnFailure.TURN_TIMEOUT)) {
            return TurnFailure.turnTimeout();
        }
        if (errorType.equals(LostRequests.NODE_LOST)) {
            return TurnFailure.interrupted();
        }
        return ModelFailure.ofErrorType(errorType).map(TurnFailure::problem).orElseGet(Problems::internal);
    }
}
