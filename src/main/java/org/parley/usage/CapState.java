package org.parley.usage;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.parley.account.CapPeriod;
import org.parley.platform.Json;

/**
 * The caps of an account or an agent, and what counts against them in the current periods.
 *
 * @param scopeId the id of the account or agent
 * @param counted by period, of those that have a cap
 */
record CapState(UUID accountId, UUID scopeId, CapLimits limits, Map<CapPeriod, BigDecimal> counted) {
    JsonObject toJson(Instant now) {
        return Json.object()
                .add("day", period(CapPeriod.DAY, limits.day(), now))
                .add("month", period(CapPeriod.MONTH, limits.month(), now))
                .add("soft", limits.isSoft())
                .build();
    }

    private JsonValue period(CapPeriod period, Optional<BigDecimal> cap, Instant now) {
        return cap.<JsonValue>map(amount -> Json.object()
                        .add("cap", amount.toPlainString())
                        .add(
                                "counted",
                                counted.getOrDefault(period, BigDecimal.ZERO).toPlainString())
                        .add("resets_at", period.endsAt(now).toString())
                        .build())
                .orElse(JsonValue.NULL);
    }
}
