package org.parley.chat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.parley.agent.AgentSettings;
import org.parley.llm.ModelException;

/**
 * Which model is asked again, and after how long, when a call failed before it said anything: the same one while its
 * failure may pass, then the next in the agent's list. A model that was given up is not asked again in this turn.
 */
final class Attempts {
    private static final int MAX_DOUBLINGS = 20;

    private final AgentSettings.Retry settings;
    private final List<String> models;
    private final RandomGenerator random;
    private int model;
    private int failures;

    Attempts(AgentSettings.Model model, AgentSettings.Retry settings, RandomGenerator random) {
        this.models = model.inOrder();
        this.settings = settings;
        this.random = random;
    }

    /** What to do next, and after which pause. */
    record Next(String model, Duration pause) {}

    /** A call succeeded: the next one has all its attempts again. */
    void succeeded() {
        failures = 0;
    }

    /**
     * What to do after a failure; nothing when the turn is to end with it.
     *
     * @param timeLeft of the turn: no pause outlasts it
     */
    Optional<Next> after(ModelException failure, Duration timeLeft) {
        if (failure.partial().textLength() > 0 || !failure.mayBeTriedElsewhere()) {
            return Optional.empty();
        }
        failures++;
        Duration pause = failure.retryAfter().orElseGet(this::backoff);
        if (failure.mayPass()
                && failures <= settings.attempts()
                && pause.compareTo(settings.maxWait()) <= 0
                && pause.compareTo(timeLeft) < 0) {
            return Optional.of(new Next(models.get(model), pause));
        }
        return nextModel(timeLeft);
    }

    private Optional<Next> nextModel(Duration timeLeft) {
        if (model + 1 >= models.size() || timeLeft.isNegative()) {
            return Optional.empty();
        }
        model++;
        failures = 0;
        return Optional.of(new Next(models.get(model), Duration.ZERO));
    }

    /** Between half and all of a pause that doubles, so that those who failed together do not come back together. */
    private Duration backoff() {
        Duration doubled = settings.backoff().multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        long most = (doubled.compareTo(settings.maxWait()) < 0 ? doubled : settings.maxWait()).toNanos();
        return Duration.ofNanos(most / 2 + random.nextLong(most / 2 + 1));
    }
}
