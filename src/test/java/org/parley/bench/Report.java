package org.parley.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints each figure as it is had, and all of them as a Markdown table at the end. */
@SuppressWarnings("SystemOut")
public final class Report {
    private static final PrintStream OUT = System.out;

    private final List<String> rows = new ArrayList<>();

    /** A line for whoever watches. */
    public void note(String format, Object... values) {
        OUT.println(String.format(Locale.ROOT, format, values));
        OUT.flush();
    }

    /** A row of the table. */
    public void figure(String what, String format, Object... values) {
        String figure = String.format(Locale.ROOT, format, values);
        rows.add("| " + what + " | " + figure + " |");
        note("  %s: %s", what, figure);
    }

    /** Prints the table. */
    public void table(String surroundings) {
        OUT.println();
        OUT.println(surroundings);
        OUT.println();
        OUT.println("| what | figure |");
        OUT.println("|---|---|");
        rows.forEach(OUT::println);
        OUT.flush();
    }
}
