package org.parley.it;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parley.fake.ProviderStub;
import org.parley.fake.StubCall;

/** Compares the ledger with the provider's own book, turn by turn and row by row. */
final class FaultJudge {
    static final String LOST = "lost: ";
    static final String DOUBLED = "doubled: ";
    private static final Set<String> UNSURE = Set.of("partial", "unknown");

    private final ProviderStub provider;
    private final Sql sql;

    FaultJudge(ProviderStub provider, Sql sql) {
        this.provider = provider;
        this.sql = sql;
    }

    FaultTally judge(FaultTurn turn) {
        FaultTally tally = new FaultTally();
        List<StubCall> delivered = provider.book(turn.message());
        tally.turn(delivered.size());
        List<Map<String, Object>> requests = sql.rows("""
                SELECT r.* FROM llm_requests r JOIN messages m ON m.llm_request_id = r.id AND m.account_id = r.account_id
                WHERE m.role = 'user' AND m.content = ?""", turn.message());
        if (requests.isEmpty()) {
            tally.refused();
            delivered.forEach(call -> tally.violated(LOST + turn.message() + ": a call without a request"));
            return tally;
        }
        Map<String, Object> request = requests.get(0);
        List<Map<String, Object>> rows = sql.calls(id(request));
        if (requests.size() > 1) {
            tally.violated(DOUBLED + turn.message() + ": two requests");
        }
        if ("node_lost".equals(request.get("error_type"))) {
            tally.recovered();
        }
        judgeCalls(turn, delivered, rows, tally);
        judgeSums(turn, request, rows, tally);
        judgeAnswer(turn, request, tally);
        judgeEnds(turn, request, tally);
        return tally;
    }

    private static void judgeCalls(
            FaultTurn turn, List<StubCall> delivered, List<Map<String, Object>> rows, FaultTally tally) {
        Set<Object> generations = new HashSet<>();
        for (int i = 0; i < Math.max(delivered.size(), rows.size()); i++) {
            String what = turn.message() + " call " + (i + 1);
            if (i >= rows.size()) {
                tally.violated(LOST + what);
            } else if (i >= delivered.size()) {
                judgeUnsent(what, rows.get(i), tally);
            } else {
                judge(what, delivered.get(i), rows.get(i), tally);
            }
        }
        Stream<Object> known =
                rows.stream().map(row -> row.get("generation_id")).filter(Objects::nonNull);
        if (!known.allMatch(generations::add)) {
            tally.violated(DOUBLED + turn.message() + ": one generation in two rows");
        }
    }

    private static void judge(String what, StubCall call, Map<String, Object> row, FaultTally tally) {
        BigDecimal billed = call.billed().orElse(null);
        BigDecimal booked = cost(row);
        boolean isSure = "provider".equals(row.get("cost_source"));
        if (booked != null && booked.signum() == 0) {
            tally.violated(what + " is booked as 0");
        } else if (isSure && isSame(billed, booked)) {
            tally.settled();
        } else if (isSure || (billed != null && !UNSURE.contains(row.get("status")))) {
            tally.violated(what + " is billed " + billed + " and booked " + row.get("status") + " " + booked);
        } else {
            tally.marked();
        }
    }

    /** A call that was claimed and never reached the provider costs nothing that anybody knows. */
    private static void judgeUnsent(String what, Map<String, Object> row, FaultTally tally) {
        if (cost(row) != null) {
            tally.violated(DOUBLED + what + " was never made and is booked");
        }
    }

    private static void judgeSums(
            FaultTurn turn, Map<String, Object> request, List<Map<String, Object>> rows, FaultTally tally) {
        BigDecimal sum = rows.stream()
                .map(FaultJudge::cost)
                .filter(Objects::nonNull)
                .reduce(BigDecimal::add)
                .orElse(null);
        if (!isSame(sum, cost(request))) {
            tally.violated(turn.message() + ": calls cost " + sum + ", the request " + cost(request));
        }
    }

    private void judgeAnswer(FaultTurn turn, Map<String, Object> request, FaultTally tally) {
        List<Map<String, Object>> answers = sql.messages(id(request)).stream()
                .filter(message -> "assistant".equals(message.get("role")))
                .toList();
        boolean isComplete = "complete".equals(request.get("completion_status"));
        if (answers.size() > 1) {
            tally.violated(DOUBLED + turn.message() + ": two answers");
        } else if (isComplete
                && (answers.isEmpty()
                        || !turn.wholeAnswer().equals(answers.get(0).get("content")))) {
            tally.violated(turn.message() + ": its cost is booked and its answer is not kept whole");
        } else if (!answers.isEmpty() && !isSame(cost(answers.get(0)), cost(request))) {
            tally.violated(turn.message() + ": the answer has another cost than the request");
        }
    }

    private static void judgeEnds(FaultTurn turn, Map<String, Object> request, FaultTally tally) {
        List<String> ends = turn.ends();
        if (ends.size() > 1) {
            tally.violated(turn.message() + ": its client was told two ends");
        }
        boolean toldComplete = ends.stream().anyMatch(end -> end.contains("\"completion_status\":\"complete\""));
        if (toldComplete && !"complete".equals(request.get("completion_status"))) {
            tally.violated(turn.message() + ": its client was told it is complete, and it is "
                    + request.get("completion_status"));
        }
    }

    private static String id(Map<String, Object> request) {
        return String.valueOf(request.get("id"));
    }

    private static @Nullable BigDecimal cost(Map<String, Object> row) {
        return (BigDecimal) row.get("total_cost");
    }

    private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return Optional.ofNullable(one)
                .map(BigDecimal::stripTrailingZeros)
                .equals(Optional.ofNullable(other).map(BigDecimal::stripTrailingZeros));
    }
}
