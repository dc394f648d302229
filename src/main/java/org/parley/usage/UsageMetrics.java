package org.parley.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Requests, tokens, cost, provider latency and time to first token, by account and agent. The ledger is exact; these are for charts. */
@ApplicationScoped
public class UsageMetrics {
    private static final Metadata REQUESTS = metadata("llm_requests", "Requests by how they ended");
    private static final Metadata TOKENS = metadata("llm_tokens", "Tokens of finished requests");
    private static final Metadata COST =
            metadata("llm_cost_usd", "Known cost of finished requests since the start, in USD");
    private static final Metadata LATENCY = metadata("llm_provider_latency", "Duration of calls to providers");
    private static final Metadata UNPRICED =
            metadata("llm_unpriced_calls", "Calls that used tokens of a model without a price");
    private static final Metadata FIRST_TOKEN =
            metadata("llm_time_to_first_token", "From the start of a request to its first text");

    @Inject
    MetricRegistry registry;

    private final Map<String, AtomicReference<BigDecimal>> costs = new ConcurrentHashMap<>();

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
        totals.cost().ifPresent(amount -> cost(account, agent).accumulateAndGet(amount, BigDecimal::add));
        outcome.timeToFirstToken()
                .ifPresent(time -> registry.timer(FIRST_TOKEN, account, agent).update(time));
    }

    private AtomicReference<BigDecimal> cost(Tag account, Tag agent) {
        return costs.computeIfAbsent(account.getTagValue() + "/" + agent.getTagValue(), key -> {
            AtomicReference<BigDecimal> sum = new AtomicReference<>(BigDecimal.ZERO);
            registry.gauge(COST, sum, AtomicReference::get, account, agent);
            return sum;
        });
    }

    private static Metadata metadata(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
