package org.parley.chat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The turns that run on this node, by the id of their request. */
@ApplicationScoped
class RunningTurns {
    private final Map<UUID, Turn> turns = new ConcurrentHashMap<>();

    void add(Turn turn) {
        turns.put(turn.request().id(), turn);
    }

    void remove(Turn turn) {
        turns.remove(turn.request().id());
    }

    void forEach(Consumer<Turn> action) {
        turns.values().forEach(action);
    }

    /** The turn, when it runs here and belongs to that account. */
    Optional<Turn> find(UUID requestId, String account) {
        return Optional.ofNullable(turns.get(requestId))
                .filter(turn -> turn.agent().address().account().equals(account));
    }
}
