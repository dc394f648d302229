package org.parley.usage;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.parley.account.CapPeriod;
import org.parley.platform.Json;
import org.parley.platform.Problems;

/**
 * The caps of an account or an agent, in USD.
 *
 * @param isSoft whether they only warn
 */
record CapLimits(Optional<BigDecimal> day, Optional<BigDecimal> month, boolean isSoft) {
    private static final Set<String> FIELDS = Set.of("day", "month", "soft");
    private static final int MAX_DIGITS = 12;
    private static final int MAX_DECIMALS = 6;

    /** Reads {@code {"day": amount or null, "month": amount or null, "soft": true or false}}; anything else is a 400. */
    static CapLimits parse(String body) {
        JsonObject json =
                Json.parseObject(body).orElseThrow(() -> Problems.badRequest("The body is not a JSON object."));
        if (!FIELDS.containsAll(json.keySet())) {
            throw Problems.badRequest("The body has a field that is not known; it may have day, month and soft.");
        }
        return new CapLimits(amount(json, "day"), amount(json, "month"), flag(json));
    }

    Optional<BigDecimal> of(CapPeriod period) {
        return period == CapPeriod.DAY ? day : month;
    }

    boolean isNone() {
        return day.isEmpty() && month.isEmpty();
    }

    private static boolean flag(JsonObject json) {
        JsonValue value = json.getOrDefault("soft", JsonValue.FALSE);
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            throw Problems.badRequest("soft is neither true nor false.");
        }
        return value == JsonValue.TRUE;
    }

    private static Optional<BigDecimal> amount(JsonObject json, String field) {
        JsonValue value = json.getOrDefault(field, JsonValue.NULL);
        if (value == JsonValue.NULL) {
            return Optional.empty();
        }
        return Optional.of(decimal(value).filter(CapLimits::isAmount).orElseThrow(() -> notAnAmount(field)));
    }

    private static Optional<BigDecimal> decimal(JsonValue value) {
        try {
            return value instanceof JsonNumber number
                    ? Optional.of(number.bigDecimalValue())
                    : value instanceof JsonString text
                            ? Optional.of(new BigDecimal(text.getString()))
                            : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isAmount(BigDecimal value) {
        return value.signum() >= 0
                && value.scale() >= 0
                && value.scale() <= MAX_DECIMALS
                && value.precision() - value.scale() <= MAX_DIGITS;
    }

    private static RuntimeException notAnAmount(String field) {
        return Problems.badRequest(field + " is not an amount in USD of at most " + MAX_DECIMALS + " decimals.");
    }
}
