package org.parley.chat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.parley.platform.EventLog;
import org.parley.usage.FinishedTurn;
import org.parley.usage.RequestTotals;

/** What operators hear of how a turn was booked. */
final class LedgerEvents {
    private LedgerEvents() {}

    static void booked(FinishedTurn ended, RequestTotals totals) {
        Map<String, Object> fields = fields(ended);
        fields.put("total_cost", totals.cost().map(BigDecimal::toPlainString).orElse("unknown"));
        fields.put("cost_source", totals.source().word());
        EventLog.info("cost_tracking.success", fields);
    }

    static void kept(FinishedTurn ended) {
        EventLog.error("ledger.journal.kept", fields(ended));
    }

    private static Map<String, Object> fields(FinishedTurn ended) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("llm_request_id", ended.llmRequestId());
        fields.put("account", ended.payer().accountSlug());
        fields.put("agent", ended.payer().agentInstanceSlug());
        fields.put("completion_status", ended.outcome().status().word());
        ended.outcome().errorType().ifPresent(type -> fields.put("error_type", type));
        fields.put("response_length", ended.said().length());
        return fields;
    }
}
