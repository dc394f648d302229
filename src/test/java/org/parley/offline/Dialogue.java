package org.parley.offline;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.parley.platform.Json;

/** A chat with the offline model as an agent would lead it: requests as text, tools run until there is an answer. */
final class Dialogue {
    private static final int MAX_ROUNDS = 4;
    private final String prompt;
    private final Function<OfflineCall, JsonObject> tools;
    private final List<String> offered;
    private final List<JsonObject> messages = new ArrayList<>();
    private final List<List<OfflineCall>> rounds = new ArrayList<>();
    private int ids;

    Dialogue(String prompt, Function<OfflineCall, JsonObject> tools, String... offered) {
        this.prompt = prompt;
        this.tools = tools;
        this.offered = List.of(offered);
    }

    static Dialogue over(FakeDirectory directory) {
        return new Dialogue(
                "# Desk\n" + directory.section(), directory::call, OfflineCall.SEARCH, OfflineCall.DIRECTORIES);
    }

    /** Asks and runs the tools; the answer is kept for the next question, the tool rounds are not. */
    String ask(String question) {
        int before = messages.size();
        messages.add(message("user", question).build());
        rounds.clear();
        CompletionReply reply = reply();
        while (!reply.calls().isEmpty() && rounds.size() < MAX_ROUNDS) {
            rounds.add(reply.calls());
            runTools(reply);
            reply = reply();
        }
        messages.subList(before + 1, messages.size()).clear();
        messages.add(message("assistant", reply.text()).build());
        return reply.text();
    }

    /** The calls of a round of the last question, each as {@code list/query}. */
    List<String> calls(int round) {
        return round >= rounds.size()
                ? List.of()
                : rounds.get(round).stream()
                        .map(call ->
                                call.name().equals(OfflineCall.SEARCH) ? call.list() + "/" + call.query() : call.name())
                        .toList();
    }

    List<String> calls(String question) {
        ask(question);
        return calls(0);
    }

    int rounds() {
        return rounds.size();
    }

    String body() {
        JsonArrayBuilder all = Json.array().add(message("system", prompt));
        messages.forEach(all::add);
        JsonObjectBuilder request = Json.object().add("model", "any").add("messages", all);
        if (!offered.isEmpty()) {
            JsonArrayBuilder array = Json.array();
            offered.forEach(name -> array.add(Json.object()
                    .add("type", "function")
                    .add("function", Json.object().add("name", name))));
            request.add("tools", array);
        }
        return request.build().toString();
    }

    private CompletionReply reply() {
        return new OfflineModel(() -> "call_" + ids++).reply(CompletionRequest.parse(body()));
    }

    private void runTools(CompletionReply reply) {
        JsonArrayBuilder calls = Json.array();
        reply.calls().forEach(call -> calls.add(call.toJson()));
        messages.add(message("assistant", reply.text()).add("tool_calls", calls).build());
        reply.calls()
                .forEach(call -> messages.add(message("tool", tools.apply(call).toString())
                        .add("tool_call_id", call.id())
                        .build()));
    }

    private static JsonObjectBuilder message(String role, String content) {
        return Json.object().add("role", role).add("content", content);
    }
}
