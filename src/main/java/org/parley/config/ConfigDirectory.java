package org.parley.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The configuration directory: {@code config.yaml} for all, {@code agent_configs/{account}/config.yaml} and
 * {@code agent_configs/{account}/{agent}/config.yaml}, the nearer over the farther. Texts, such as a prompt, are found by
 * the same order.
 */
public final class ConfigDirectory {
    private static final String AGENTS = "agent_configs";
    private static final int DEEPEST_STRAY = 5;
    private static final int MOST_READINGS = 5;

    private final Path root;

    public ConfigDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The folder {@code name} of an account, where a feature keeps files of its own; it need not exist. */
    public Path folder(String name, String account) {
        AgentAddress.requireSlug("account", account);
        return root.resolve(name).resolve(account);
    }

    /** Tells two states of its files apart without reading them; empty when the directory is not there. */
    List<FileStamp> fingerprint() {
        List<FileStamp> stamps = new ArrayList<>();
        try {
            if (Files.isDirectory(root)) {
                for (Path folder : folders()) {
                    for (Path file : ConfigFolder.paths(folder)) {
                        FileStamp.of(file).ifPresent(stamps::add);
                    }
                }
            }
            return stamps;
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    /** All that it says now, at one time. Fails when it cannot be read, or does not stop changing. */
    ConfigTree read() {
        for (int i = 0; i < MOST_READINGS; i++) {
            List<FileStamp> before = fingerprint();
            ConfigTree tree = readOnce();
            if (fingerprint().equals(before)) {
                return tree;
            }
        }
        throw new ConfigException("the configuration directory changes while it is read", null);
    }

    private ConfigTree readOnce() {
        Map<String, ConfigFolder> accounts = new TreeMap<>();
        Map<AgentAddress, ConfigFolder> agents = new TreeMap<>();
        try {
            for (Path account : accounts()) {
                accounts.put(name(account), ConfigFolder.read(root, account));
                for (Path agent : folders(account)) {
                    agents.put(new AgentAddress(name(account), name(agent)), ConfigFolder.read(root, agent));
                }
            }
            return new ConfigTree(ConfigFolder.read(root, root), accounts, agents, strays(accounts, agents));
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    static String path(AgentAddress address) {
        return AGENTS + "/" + address;
    }

    static String path(String account) {
        return AGENTS + "/" + account;
    }

    static Stream<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList().stream();
        }
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(root));
        for (Path account : accounts()) {
            folders.add(account);
            folders.addAll(folders(account));
        }
        return folders;
    }

    private List<Path> accounts() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new ConfigException("the configuration directory is not there", null);
        }
        return folders(root.resolve(AGENTS));
    }

    /** Files that look like a level's and are none: of another ending, in a folder too deep, or in one that is no slug. */
    private List<String> strays(Map<String, ConfigFolder> accounts, Map<AgentAddress, ConfigFolder> agents)
            throws IOException {
        Path top = root.resolve(AGENTS);
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        Set<String> read = Stream.concat(accounts.values().stream(), agents.values().stream())
                .map(folder -> folder.pathOf(ConfigFolder.CONFIG))
                .collect(Collectors.toSet());
        Path real = top.toRealPath();
        try (Stream<Path> found = Files.find(real, DEEPEST_STRAY, (file, is) -> is.isRegularFile())) {
            return found.map(real::relativize)
                    .filter(file -> name(file).matches("config\\.ya?ml"))
                    .filter(file -> StreamSupport.stream(file.spliterator(), false)
                            .noneMatch(part -> part.toString().startsWith(".")))
                    .map(file -> AGENTS + "/" + file)
                    .filter(file -> !read.contains(file))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        return children(parent)
                .filter(Files::isDirectory)
                .filter(child -> AgentAddress.isSlug(name(child)))
                .toList();
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static ConfigException unreadable(Exception cause) {
        return new ConfigException("the configuration directory cannot be read", cause);
    }
}
