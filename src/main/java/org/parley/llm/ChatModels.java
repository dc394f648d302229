package org.parley.llm;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.parley.config.AgentConfig;

/** The models that agents speak to. Connections to providers are kept and shared. */
@ApplicationScoped
public class ChatModels {
    @Inject
    Clock clock;

    @Inject
    ModelCheck check;

    private final ExecutorService threads = Executors.newCachedThreadPool(ChatModels::thread);
    private final Map<ProviderNetwork, HttpClient> clients = new ConcurrentHashMap<>();

    /** The model of an agent's provider. Fails when no provider is configured, or one that must not be asked. */
    public ChatModel of(AgentConfig config) {
        Provider provider = config.settings(Provider.class);
        HttpClient client = clients.computeIfAbsent(provider.network(), network -> ProviderClient.of(network, threads));
        check.once(config.values(), provider.settings());
        return new OpenAiChatModel(client, provider.settings(), clock);
    }

    @PreDestroy
    void end() {
        threads.shutdown();
    }

    /** Ends with the process, and takes nothing of the request along that happens to need it first. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "parley-provider", 0, false);
        thread.setDaemon(true);
        return thread;
    }
}
