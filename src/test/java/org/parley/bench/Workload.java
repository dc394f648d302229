package org.parley.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the model of an agent does, so that the agent's name chooses the measurement: tools first, then words at a pace. */
public enum Workload {
    TWENTY_WORDS(0, 20, Duration.ofMillis(20), 6),
    FIFTY_WORDS(0, 50, Duration.ofMillis(20), 6),
    HELD_OPEN(0, 50, Duration.ofMillis(200), 6),
    FIVE_TOOLS(5, 20, Duration.ZERO, 6),
    TWO_TOOLS(2, 20, Duration.ZERO, 6),
    UNLIMITED(0, 20, Duration.ZERO, 6),
    COUNTED(0, 20, Duration.ZERO, 6),
    COUNTED_TOKENS(0, 20, Duration.ZERO, 6),
    LONG_ANSWER(0, 1024, Duration.ZERO, 1024);

    private static final List<String> QUERIES = List.of("pharmacy", "cardiology", "laboratory", "imaging", "dialysis");

    private final int searches;
    private final int words;
    private final Duration pace;
    private final int wordLength;

    Workload(int searches, int words, Duration pace, int wordLength) {
        this.searches = searches;
        this.words = words;
        this.pace = pace;
        this.wordLength = wordLength;
    }

    static Workload ofModel(String model) {
        return Arrays.stream(values())
                .filter(workload -> workload.model().equals(model))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such model: " + model));
    }

    /** The agent whose model does it. */
    public String agent() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String model() {
        return "bench/" + agent();
    }

    /** The tool calls that the first reply asks for, by what each searches. */
    List<String> searches() {
        return QUERIES.subList(0, searches);
    }

    public int words() {
        return words;
    }

    public Duration pace() {
        return pace;
    }

    /** Characters of a word. */
    public int wordLength() {
        return wordLength;
    }

    /** How long the words take when nothing stands between the model and the client. */
    Duration ideal() {
        return pace.multipliedBy(words - 1L);
    }
}
