package org.parley.chat;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Pings every open stream in turn, so that proxies keep it open and a client that left is noticed. */
@ApplicationScoped
class Pings {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    @Resource
    ManagedScheduledExecutorService scheduler;

    private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
    private @Nullable Future<?> task;

    @PostConstruct
    void start() {
        task = scheduler.scheduleAtFixedRate(
                this::pingAll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        if (task != null) {
            task.cancel(false);
        }
    }

    void add(SseClient client) {
        clients.add(client);
    }

    private void pingAll() {
        clients.removeIf(SseClient::isClosed);
        clients.forEach(SseClient::ping);
    }
}
