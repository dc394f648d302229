package org.parley.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The configuration directory: {@code config.yaml} for all, {@code agent_configs/{account}/config.yaml} and
 * {@code agent_configs/{account}/{agent}/config.yaml}, the nearer over the farther. Other files, such as a prompt, are
 * found by the same order.
 */
public final class ConfigDirectory {
    static final int GLOBAL_ORDINAL = 220;
    static final int ACCOUNT_ORDINAL = 240;
    static final int AGENT_ORDINAL = 260;
    private static final String CONFIG = "config.yaml";
    private static final String AGENTS = "agent_configs";

    private final Path root;

    public ConfigDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The agents that have a file of their own, by name. */
    public List<AgentAddress> agents() {
        return directories(root.resolve(AGENTS)).stream()
                .flatMap(account -> directories(account).stream()
                        .filter(agent -> Files.isRegularFile(agent.resolve(CONFIG)))
                        .map(agent -> new AgentAddress(name(account), name(agent))))
                .toList();
    }

    /** The folder {@code name} of an account, where a feature keeps files of its own; it need not exist. */
    public Path folder(String name, String account) {
        AgentAddress.requireSlug("account", account);
        return root.resolve(name).resolve(account);
    }

    /** The nearest file of that name: the agent's, else the account's, else the global one. */
    public Optional<Path> nearest(String file, AgentAddress address) {
        return levels(file, address).stream().findFirst();
    }

    /** All files of that name: the agent's, the account's and the global one, as far as they exist. */
    public List<Path> levels(String file, AgentAddress address) {
        return Stream.of(agentFolder(address), accountFolder(address.account()), root)
                .map(folder -> folder.resolve(file))
                .filter(Files::isRegularFile)
                .toList();
    }

    /** The path of one of its files, as operators know it. */
    public String relative(Path file) {
        return root.relativize(file).toString();
    }

    boolean hasAgentFile(AgentAddress address) {
        return Files.isRegularFile(agentFolder(address).resolve(CONFIG));
    }

    String agentFile(AgentAddress address) {
        return relative(agentFolder(address).resolve(CONFIG));
    }

    List<ConfigSource> globalLayer() {
        return layers(List.of(root.resolve(CONFIG)), GLOBAL_ORDINAL);
    }

    List<ConfigSource> layers(AgentAddress address) {
        List<Path> files = List.of(
                root.resolve(CONFIG),
                accountFolder(address.account()).resolve(CONFIG),
                agentFolder(address).resolve(CONFIG));
        return layers(files, GLOBAL_ORDINAL, ACCOUNT_ORDINAL, AGENT_ORDINAL);
    }

    private List<ConfigSource> layers(List<Path> files, int... ordinals) {
        List<ConfigSource> sources = new ArrayList<>();
        for (int i = 0; i < ordinals.length; i++) {
            if (Files.isRegularFile(files.get(i))) {
                sources.add(YamlLayer.read(root, files.get(i), ordinals[i]));
            }
        }
        return sources;
    }

    private Path accountFolder(String account) {
        return root.resolve(AGENTS).resolve(account);
    }

    private Path agentFolder(AgentAddress address) {
        return accountFolder(address.account()).resolve(address.agent());
    }

    private static List<Path> directories(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> AgentAddress.isSlug(name(child)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + parent, e);
        }
    }

    private static String name(Path path) {
        Path last = path.getFileName();
        return last == null ? "" : last.toString();
    }
}
