package org.parley.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.parley.agent.Agent;
import org.parley.agent.PromptContributor;
import org.parley.agent.PromptSection;

/** Tells the model which lists it may search. Counts come from the lists' rows; no entry is loaded. */
@ApplicationScoped
public class DirectoryPrompt implements PromptContributor {
    private static final String SEARCH = "search_directory";
    private static final String INTRODUCTION = """
            ## Directories
            Facts come from these directories only. Search them with search_directory; list_name is one of:
            """;

    @Inject
    Directories directories;

    @Override
    public Optional<PromptSection> section(Agent agent) {
        if (!agent.settings().tools().enabled().contains(SEARCH)) {
            return Optional.empty();
        }
        List<DirectoryList> lists = directories.lists(agent);
        String lines = lists.stream().map(DirectoryPrompt::line).collect(Collectors.joining("\n"));
        return lists.isEmpty()
                ? Optional.empty()
                : Optional.of(new PromptSection("directories", "directory", INTRODUCTION + lines));
    }

    private static String line(DirectoryList list) {
        return "- %s: %s (%d entries; fields: %s)"
                .formatted(list.name(), list.description(), list.entryCount(), String.join(", ", list.fieldNames()));
    }
}
