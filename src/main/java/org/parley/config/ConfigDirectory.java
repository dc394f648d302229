package org.parley.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final Path root;

    public ConfigDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The folder {@code name} of an account, where a feature keeps files of its own; it need not exist. */
    public Path folder(String name, String account) {
        AgentAddress.requireSlug("account", account);
        return root.resolve(name).resolve(account);
    }

    /** All files of that name: the agent's, the account's and the global one, as far as they exist. */
    public List<Path> levels(String file, AgentAddress address) {
        return Stream.of(path(address), path(address.account()), "")
                .map(folder -> root.resolve(folder).resolve(file))
                .filter(Files::isRegularFile)
                .toList();
    }

    /** The path of one of its files, as operators know it. */
    public String relative(Path file) {
        return root.relativize(file).toString();
    }

    /** All that it says now. Fails when it cannot be read as a whole. */
    ConfigTree read() {
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
