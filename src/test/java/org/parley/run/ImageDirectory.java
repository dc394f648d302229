package org.parley.run;

import jakarta.json.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.platform.Json;

/**
 * The last stage of a Dockerfile, carried out in a plain directory: its files are copied, its commands run, with that
 * directory before every absolute path. What the stages before would have built is taken from the build of the project.
 */
public final class ImageDirectory {
    private static final Pattern COPY = Pattern.compile("COPY (--from=build )?(\\S+) (\\S+)");
    private static final Pattern ABSOLUTE = Pattern.compile("(?<=^|[\\s=\"])/(?=[a-z])");
    private static final Path BUILD = Path.of("/build");

    private final Path project;
    private final Path root;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, List<String>> commands = new LinkedHashMap<>();

    /** Makes the tree below {@code root}. */
    public ImageDirectory(Path project, Path dockerfile, Path root) throws InterruptedException {
        this.project = project;
        this.root = root;
        try {
            for (String line : lastStage(Files.readString(dockerfile))) {
                carryOut(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** What ENV sets. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The words of CMD or of the command in HEALTHCHECK. */
    public List<String> command(String instruction) {
        return commands.getOrDefault(instruction, List.of());
    }

    private void carryOut(String line) throws IOException, InterruptedException {
        String instruction = line.substring(0, line.indexOf(' '));
        String rest = line.substring(instruction.length() + 1);
        switch (instruction) {
            case "COPY" -> copy(line);
            case "RUN" -> run(rest);
            case "ENV" ->
                Arrays.stream(rest.split(" ", -1))
                        .map(pair -> pair.split("=", 2))
                        .forEach(this::set);
            case "CMD" -> commands.put(instruction, words(rest));
            case "HEALTHCHECK" -> commands.put(instruction, words(rest.substring(rest.indexOf("CMD ") + 4)));
            case "FROM", "EXPOSE", "VOLUME", "USER" -> {}
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void copy(String line) throws IOException {
        Matcher copy = COPY.matcher(line);
        if (!copy.matches()) {
            throw new IllegalArgumentException(line);
        }
        Path source = copy.group(1) == null
                ? project.resolve(copy.group(2))
                : project.resolve(BUILD.relativize(Path.of(copy.group(2))));
        Path target = Path.of(within(copy.group(3)));
        if (Files.isDirectory(source)) {
            FileTree.copy(source, target);
        } else {
            FileTree.copyFile(source, target);
        }
    }

    /** Only root may give files away. */
    private void run(String command) throws IOException, InterruptedException {
        String mayRun = isRoot() ? command : command.replaceAll(" -[og] [0-9]+", "");
        int status = new ProcessBuilder("sh", "-ec", within(mayRun))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(command + " ended with " + status);
        }
    }

    private void set(String... pair) {
        environment.put(pair[0], within(pair[1]));
    }

    private List<String> words(String array) {
        return Json.parseObject("{\"words\":" + array + "}").orElseThrow().getJsonArray("words").stream()
                .map(word -> within(((JsonString) word).getString()))
                .toList();
    }

    private String within(String text) {
        return ABSOLUTE.matcher(text).replaceAll(Matcher.quoteReplacement(root + "/"));
    }

    private static List<String> lastStage(String dockerfile) {
        List<String> stage = new ArrayList<>();
        for (String line : dockerfile.lines().toList()) {
            if (line.startsWith("FROM ")) {
                stage.clear();
            }
            if (!line.isBlank() && !line.startsWith("#")) {
                stage.add(line);
            }
        }
        return stage;
    }
}
