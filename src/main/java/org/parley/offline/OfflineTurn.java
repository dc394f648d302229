package org.parley.offline;

import java.util.List;
import java.util.stream.Collectors;
import org.parley.platform.Json;

/**
 * The turn that the model is in: the visitor's last message, what came before it, and the tool results since.
 *
 * @param rounds how often the model asked for tools in this turn
 */
record OfflineTurn(
        String prompt, List<CompletionMessage> before, String question, List<LookupResult> results, int rounds) {

    static OfflineTurn of(CompletionRequest request) {
        List<CompletionMessage> messages = request.messages();
        int at = messages.size() - 1;
        while (at >= 0 && !messages.get(at).isUser()) {
            at--;
        }
        String prompt = messages.stream()
                .filter(CompletionMessage::isPrompt)
                .map(CompletionMessage::text)
                .collect(Collectors.joining("\n"));
        List<CompletionMessage> after = messages.subList(at + 1, messages.size());
        return new OfflineTurn(
                prompt,
                at < 0 ? List.of() : messages.subList(0, at),
                at < 0 ? "" : messages.get(at).text(),
                results(after),
                (int) after.stream()
                        .filter(message -> !message.calls().isEmpty())
                        .count());
    }

    /** The lists that may be searched, as the prompt tells them, or else as a tool did. */
    List<OfferedList> lists() {
        List<OfferedList> told = DirectorySection.parse(prompt);
        return told.isEmpty()
                ? results.stream()
                        .flatMap(result -> result.directories().stream())
                        .toList()
                : told;
    }

    List<LookupResult> searches() {
        return results.stream()
                .filter(result -> result.call().name().equals(OfflineCall.SEARCH))
                .toList();
    }

    private static List<LookupResult> results(List<CompletionMessage> messages) {
        return messages.stream()
                .flatMap(message -> message.calls().stream())
                .map(call -> new LookupResult(
                        call,
                        messages.stream()
                                .filter(message -> message.isResult()
                                        && message.toolCallId().equals(call.id()))
                                .findFirst()
                                .flatMap(message -> Json.parseObject(message.text()))))
                .toList();
    }
}
