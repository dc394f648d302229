package org.parley.bench;

/** Settings of a run, from the environment: Maven hands it to the process that it starts. */
public final class Settings {
    private Settings() {}

    static String text(String name, String otherwise) {
        String text = System.getenv(name);
        return text == null || text.isBlank() ? otherwise : text.trim();
    }

    public static int number(String name, int otherwise) {
        return Integer.parseInt(text(name, String.valueOf(otherwise)));
    }
}
