package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.parley.account.SpendingCap;
import org.parley.platform.DurationMetric;

/** Requests, tokens, cost, provider latency and time to first token, by account and agent. The ledger is exact; these are for charts. */
@ApplicationScoped
public class UsageMetrics {
    private static final Metadata REQUESTS = metadata("llm_requests", "Requests by how they ended");
    private static final Metadata TOKENS = metadata("llm_tokens", "Tokens of finished requests");
    private static final Metadata COST =
            metadata("llm_cost_usd", "Known cost of finished requests since the start, in USD");
    private static final Metadata LATENCY =
            DurationMetric.named("llm_provider_latency", "Duration of calls to providers");
    private static final Metadata UNPRICED =
            metadata("llm_unpriced_calls", "Calls that used tokens of a model without a price");
    private static final Metadata REFUSALS = metadata("llm_cap_refusals", "Calls that a spending cap had no room for");
    private static final Metadata RECONCILED =
            metadata("llm_reconciled_calls", "Calls whose provider said later what they cost");
    private static final Metadata DIFFERENCE = metadata(
            "llm_reconciled_difference_usd",
            "What reconciled calls cost beyond their estimates since the start, in USD");
    private static final Metadata FIRST_TOKEN =
            DurationMetric.named("llm_time_to_first_token", "From the start of a request to its first text");

    @Inject
    MetricRegistry registry;

    private final Map<String, AtomicReference<BigDecimal>> sums = new ConcurrentHashMap<>();

    /** One call to a provider. */
    public void called(CallOutcome outcome, String provider, Duration latency) {
        registry.timer(
                        LATENCY,
                        new Tag("provider", provider),
                        new Tag("status", outcome.status().word()))
                .update(latency);
    }

    /** One call whose cost is not known, for want of a price. */
    public void unpriced(String provider) {
        registry.counter(UNPRICED, new Tag("provider", provider)).inc();
    }

    /** One call that a cap had no room for. */
    void refused(Payer payer, SpendingCap cap) {
        registry.counter(
                        REFUSALS,
                        new Tag("account", payer.accountSlug()),
                        new Tag("agent", payer.agentInstanceSlug()),
                        new Tag("scope", cap.scope()),
                        new Tag("period", cap.period().word()))
                .inc();
    }

    /** One call whose provider said in the end what it cost. */
    void reconciled(String provider, Optional<BigDecimal> estimated, BigDecimal cost) {
        Tag tag = new Tag("provider", provider);
        registry.counter(RECONCILED, tag).inc();
        estimated.ifPresent(before -> sum(DIFFERENCE, tag).accumulateAndGet(cost.subtract(before), BigDecimal::add));
    }

    /** One request that was finished. */
    public void finished(Payer payer, RequestOutcome outcome, RequestTotals totals) {
        Tag account = new Tag("account", payer.accountSlug());
        Tag agent = new Tag("agent", payer.agentInstanceSlug());
        registry.counter(
                        REQUESTS,
                        account,
                        agent,
                        new Tag("status", outcome.status().word()))
                .inc();
        registry.counter(TOKENS, account, agent, new Tag("type", "prompt")).inc(totals.prompt());
        registry.counter(TOKENS, account, agent, new Tag("type", "completion")).inc(totals.completion());
        totals.cost().ifPresent(amount -> sum(COST, account, agent).accumulateAndGet(amount, BigDecimal::add));
        outcome.timeToFirstToken()
                .ifPresent(time -> registry.timer(FIRST_TOKEN, account, agent).update(time));
    }

    private AtomicReference<BigDecimal> sum(Metadata amount, Tag... tags) {
        return sums.computeIfAbsent(amount.getName() + Arrays.toString(tags), key -> {
            AtomicReference<BigDecimal> sum = new AtomicReference<>(BigDecimal.ZERO);
            registry.gauge(amount, sum, AtomicReference::get, tags);
            return sum;
        });
    }

    private static Metadata metadata(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
