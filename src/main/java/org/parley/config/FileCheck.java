package org.parley.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parley.config.ConfigKeys.Scope;

/** Finds what in the files of the configuration directory has no effect: keys that nothing reads there, and files that nobody reads. */
final class FileCheck {
    private final ConfigTree tree;
    private final boolean fallsBack;
    private final List<ConfigFinding> findings = new ArrayList<>();

    private FileCheck(ConfigTree tree, boolean fallsBack) {
        this.tree = tree;
        this.fallsBack = fallsBack;
    }

    /** @param fallsBack whether agents without a file of their own are served by their account's */
    static List<ConfigFinding> of(ConfigTree tree, boolean fallsBack) {
        return new FileCheck(tree, fallsBack).all();
    }

    private List<ConfigFinding> all() {
        check(tree.global(), Scope.INSTALLATION);
        Stream.concat(tree.accounts().values().stream(), tree.agents().values().stream())
                .forEach(folder -> check(folder, Scope.AGENT));
        tree.accounts().forEach(this::requireAgents);
        tree.strays()
                .forEach(path -> findings.add(ConfigFinding.ofFile(
                        path, 0, "is not read; an agent's file is agent_configs/{account}/{agent}/config.yaml")));
        return findings;
    }

    private void requireAgents(String account, ConfigFolder folder) {
        boolean has = tree.agents().keySet().stream()
                .anyMatch(address -> address.account().equals(account));
        if (!has && !fallsBack) {
            folder.file(ConfigFolder.CONFIG)
                    .ifPresent(file -> findings.add(ConfigFinding.ofFile(
                            file.path(), 0, "is read for no agent; the account " + account + " has none")));
        }
    }

    private void check(ConfigFolder folder, Scope widest) {
        Optional<ConfigFile> config = folder.file(ConfigFolder.CONFIG);
        if (config.isEmpty()) {
            return;
        }
        try {
            YamlLayer layer = YamlLayer.parse(config.get().path(), config.get().required(), 0);
            layer.getPropertyNames()
                    .forEach(key -> fault(key, widest)
                            .ifPresent(reason ->
                                    findings.add(new ConfigFinding(layer.getName(), layer.line(key), key, reason))));
        } catch (ConfigException e) {
            findings.add(e.finding());
        }
    }

    private static Optional<String> fault(String key, Scope widest) {
        if (!ConfigKeys.declared().contains(key)) {
            String hint = ConfigKeys.nearest(key)
                    .map(near -> "; the nearest is " + near)
                    .orElse("");
            return Optional.of("is not a known key" + hint);
        }
        Scope scope = ConfigKeys.scope(key);
        if (scope == Scope.PROCESS) {
            return Optional.of("has no effect in a file; set it in the environment");
        }
        return scope == Scope.INSTALLATION && widest == Scope.AGENT
                ? Optional.of("belongs in the global config.yaml")
                : Optional.empty();
    }
}
