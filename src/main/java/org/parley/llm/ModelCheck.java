package org.parley.llm;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.config.EffectiveConfig;
import org.parley.platform.EventLog;

/** Tells operators of models that their providers do not list. It goes on beside the chat, which it neither delays nor fails. */
@ApplicationScoped
class ModelCheck {
    @Inject
    ProviderCatalog catalog;

    @Resource
    ManagedExecutorService threads;

    private final Set<Asked> asked = ConcurrentHashMap.newKeySet();

    private record Asked(URI baseUrl, String model) {}

    /** Looks the model up, if that is wanted and was not done since the start. */
    void once(EffectiveConfig config, ProviderSettings settings) {
        if (!config.flag("llm.provider.check_models") || ProviderSettings.isOffline(config)) {
            return;
        }
        Asked question = new Asked(settings.baseUrl(), config.required("llm.model"));
        if (asked.add(question)) {
            threads.execute(() -> look(config, settings, question));
        }
    }

    private void look(EffectiveConfig config, ProviderSettings settings, Asked question) {
        Map<String, String> fields = Map.of("provider", settings.name(), "model", question.model());
        try {
            if (!catalog.models(config).contains(question.model())) {
                EventLog.info("llm.models.unknown", fields);
            }
        } catch (ProviderException e) {
            Map<String, String> unchecked = new HashMap<>(fields);
            unchecked.put("error_type", e.failure().errorType());
            EventLog.info("llm.models.unchecked", unchecked);
        }
    }
}
