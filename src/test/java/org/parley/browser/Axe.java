package org.parley.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Looks for what keeps people out who see, hear or move differently. */
final class Axe {
    private static final String RUN = """
            async () => {
              const { violations } = await axe.run();
              return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target})`));
            }""";

    private Axe() {}

    /** What is wrong with the page as it is now. */
    static List<String> violations(Page page) {
        page.evaluate(script());
        List<?> found = (List<?>) page.evaluate(RUN);
        return found.stream().map(String::valueOf).collect(Collectors.toList());
    }

    private static String script() {
        try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
            if (script == null) {
                throw new IllegalStateException("axe.min.js is not on the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
