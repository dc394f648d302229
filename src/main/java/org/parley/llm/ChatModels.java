package org.parley.llm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.config.EffectiveConfig;

/** The models that agents speak to. Connections to providers are kept and shared. */
@ApplicationScoped
public class ChatModels {
    @Inject
    Clock clock;

    private final Map<Duration, HttpClient> clients = new ConcurrentHashMap<>();

    /** The model of an agent's provider. Fails when no provider is configured. */
    public ChatModel of(EffectiveConfig config) {
        ProviderSettings settings = ProviderSettings.of(config);
        HttpClient client = clients.computeIfAbsent(settings.connect(), ChatModels::client);
        return new OpenAiChatModel(client, settings, clock);
    }

    private static HttpClient client(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }
}
