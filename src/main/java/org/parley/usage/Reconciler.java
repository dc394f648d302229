package org.parley.usage;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.parley.config.ConfigCascade;
import org.parley.config.ConfigException;
import org.parley.llm.Generation;
import org.parley.llm.ProviderCatalog;
import org.parley.llm.ProviderException;
import org.parley.platform.EventLog;

/**
 * Asks providers what calls cost in the end whose cost is unknown or estimated. Nodes share the calls among them; no
 * transaction is held while a provider is asked.
 */
@ApplicationScoped
class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class.getName());
    private static final int AT_ONCE = 50;

    @EJB
    Reconciliations reconciliations;

    @Inject
    ProviderCatalog catalog;

    @Inject
    ConfigCascade cascade;

    @Inject
    UsageMetrics metrics;

    @Inject
    @ConfigProperty(name = "reconciliation.backoff")
    Duration backoff;

    @Inject
    @ConfigProperty(name = "reconciliation.attempts")
    int attempts;

    /** Asks for all calls that are due. */
    void round() {
        List<UnsettledCall> taken;
        do {
            taken = reconciliations.take(AT_ONCE, backoff);
            taken.forEach(this::reconcile);
        } while (taken.size() == AT_ONCE);
    }

    private void reconcile(UnsettledCall call) {
        Optional<Generation> told = ask(call);
        if (told.isPresent() && reconciliations.settle(call, told.get())) {
            Optional<BigDecimal> cost = told.get().usage().cost();
            metrics.reconciled(call.provider(), call.estimated(), cost.orElseThrow());
            EventLog.info("reconciliation.settled", fields(call, cost));
        } else if (told.isEmpty() && call.attempts() >= attempts) {
            reconciliations.giveUp(call);
            EventLog.info("reconciliation.given_up", fields(call, Optional.empty()));
        }
    }

    /** What the provider says, when it says what the call cost. */
    private Optional<Generation> ask(UnsettledCall call) {
        try {
            return catalog.generation(cascade.forAgent(call.agent()).values(), call.provider(), call.generationId())
                    .filter(generation -> generation.usage().cost().isPresent());
        } catch (ProviderException | ConfigException e) {
            LOG.log(Level.FINE, e, () -> "call " + call.id() + " cannot be reconciled now");
            return Optional.empty();
        }
    }

    private static Map<String, Object> fields(UnsettledCall call, Optional<BigDecimal> cost) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("llm_call_id", call.id());
        fields.put("llm_request_id", call.llmRequestId());
        fields.put("account", call.agent().account());
        fields.put("agent", call.agent().agent());
        fields.put("provider", call.provider());
        fields.put(
                "estimated_cost",
                call.estimated().map(BigDecimal::toPlainString).orElse("unknown"));
        fields.put("total_cost", cost.map(BigDecimal::toPlainString).orElse("unknown"));
        fields.put("attempts", call.attempts());
        return fields;
    }
}
