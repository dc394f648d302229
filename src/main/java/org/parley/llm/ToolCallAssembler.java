package org.parley.llm;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Json;

/**
 * Puts tool calls together from their deltas. Providers differ: some leave out {@code index}, some send 0 for every
 * call and tell calls apart by id, some repeat the id or the name in every delta.
 */
final class ToolCallAssembler {
    private static final int MAX_CALLS = 128;
    private static final int MAX_ARGUMENTS = 1 << 20;

    private final List<Draft> drafts = new ArrayList<>();

    void accept(JsonObject delta) throws ProtocolException {
        @Nullable Integer index = delta.get("index") instanceof JsonNumber number ? number.intValue() : null;
        String id = string(delta, "id");
        Optional<JsonObject> function =
                delta.get("function") instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        Draft draft = find(index, id, function);
        if (draft.id.isEmpty()) {
            draft.id = id;
        }
        if (function.isPresent()) {
            draft.addName(string(function.get(), "name"));
            draft.addArguments(function.get().get("arguments"));
        }
    }

    List<ToolCall> calls() {
        List<ToolCall> calls = new ArrayList<>();
        for (Draft draft : drafts) {
            calls.add(new ToolCall(
                    draft.id.isEmpty() ? freeId(calls.size() + 1) : draft.id,
                    draft.name.toString(),
                    draft.arguments.toString()));
        }
        return calls;
    }

    private String freeId(int number) {
        String id = "call_" + number;
        while (withId(null, id).isPresent()) {
            id += "_";
        }
        return id;
    }

    private Draft find(@Nullable Integer index, String id, Optional<JsonObject> function) throws ProtocolException {
        Optional<Draft> same = id.isEmpty()
                ? lastAt(index).filter(at -> function.filter(at::isFollowedBy).isEmpty())
                : withId(index, id).or(() -> lastAt(index).filter(at -> at.id.isEmpty()));
        return same.isPresent() ? same.get() : begin(index);
    }

    private Optional<Draft> withId(@Nullable Integer index, String id) {
        return drafts.stream()
                .filter(draft ->
                        draft.id.equals(id) && (index == null || draft.index == null || index.equals(draft.index)))
                .findFirst();
    }

    /** The newest call of that index; without an index, the newest call. */
    private Optional<Draft> lastAt(@Nullable Integer index) {
        return drafts.stream()
                .filter(draft -> index == null || Objects.equals(draft.index, index))
                .reduce((earlier, later) -> later);
    }

    private Draft begin(@Nullable Integer index) throws ProtocolException {
        if (drafts.size() >= MAX_CALLS) {
            throw new ProtocolException("more than " + MAX_CALLS + " tool calls in one reply");
        }
        Draft draft = new Draft(index);
        drafts.add(draft);
        return draft;
    }

    private static String string(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : "";
    }

    private static final class Draft {
        private final @Nullable Integer index;
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();
        private String id = "";

        Draft(@Nullable Integer index) {
            this.index = index;
        }

        /** Whether this call is whole and the piece, which has no id, is of another one. */
        boolean isFollowedBy(JsonObject function) {
            return function.containsKey("arguments")
                    && !string(function, "name").isEmpty()
                    && Json.parseObject(arguments.toString()).isPresent();
        }

        void addName(String piece) throws ProtocolException {
            if (!name.toString().equals(piece)) {
                name.append(piece);
            }
            requireLength(name);
        }

        void addArguments(@Nullable JsonValue piece) throws ProtocolException {
            if (piece instanceof JsonString text) {
                arguments.append(text.getChars());
            } else if (piece instanceof JsonObject whole) {
                arguments.append(whole);
            }
            requireLength(arguments);
        }

        private static void requireLength(StringBuilder text) throws ProtocolException {
            if (text.length() > MAX_ARGUMENTS) {
                throw new ProtocolException("a tool call is longer than " + MAX_ARGUMENTS + " characters");
            }
        }
    }
}
