package org.parley.llm;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a provider says that a call cost, in USD. OpenRouter
 * (https://openrouter.ai/docs/use-cases/usage-accounting) reports the cost of the model behind it as well: where the
 * account's own key with the other provider was used, that comes on top of what OpenRouter takes; else it is part of it.
 *
 * @param total what the account pays for the call to whomever; empty when it is not known
 * @param upstream the part of it that the other provider bills
 */
record ProviderCost(Optional<BigDecimal> total, Optional<BigDecimal> upstream) {
    static ProviderCost ofUsage(JsonObject usage) {
        return of(
                UsageReader.amount(usage.get("cost")),
                isTrue(usage, "is_byok"),
                UsageReader.amount(UsageReader.part(usage, "cost_details").get("upstream_inference_cost")));
    }

    static ProviderCost ofGeneration(JsonObject data) {
        return of(
                UsageReader.amount(data.get("total_cost")),
                isTrue(data, "is_byok"),
                UsageReader.amount(data.get("upstream_inference_cost")));
    }

    private static ProviderCost of(Optional<BigDecimal> own, boolean broughtKey, Optional<BigDecimal> upstream) {
        if (!broughtKey) {
            return new ProviderCost(own, Optional.empty());
        }
        if (own.isEmpty() || upstream.isEmpty()) {
            return new ProviderCost(Optional.empty(), Optional.empty());
        }
        return new ProviderCost(own.map(upstream.get()::add), upstream);
    }

    private static boolean isTrue(JsonObject object, String name) {
        return JsonValue.TRUE.equals(object.get(name));
    }
}
