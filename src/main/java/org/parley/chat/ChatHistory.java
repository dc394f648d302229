package org.parley.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.parley.agent.AgentSettings;
import org.parley.conversation.Utterance;
import org.parley.llm.ChatMessage;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;
import org.parley.usage.BookedToolCall;

/**
 * What the model is shown of a session: the newest exchanges that fit the budget, oldest of them first. An exchange is
 * shown with its tool calls and their results while these fit, else without; never a call without its result.
 */
final class ChatHistory {
    private static final int CHARACTERS_A_TOKEN = 4;

    private final AgentSettings.History budget;
    private final Map<UUID, List<BookedToolCall>> toolCalls;

    /** @param toolCalls of the session's requests, in the order in which they were asked for */
    ChatHistory(AgentSettings.History budget, Collection<BookedToolCall> toolCalls) {
        this.budget = budget;
        this.toolCalls = toolCalls.stream().collect(Collectors.groupingBy(BookedToolCall::llmRequestId));
    }

    List<ChatMessage> fitting(List<Utterance> newestFirst) {
        Deque<List<ChatMessage>> chosen = new ArrayDeque<>();
        long room = (long) budget.maxTokens() * CHARACTERS_A_TOKEN;
        int messages = 0;
        for (List<Utterance> exchange : exchanges(newestFirst)) {
            messages += exchange.size();
            List<ChatMessage> shown = within(room, exchange);
            if (messages > budget.maxMessages() || shown.isEmpty()) {
                break;
            }
            room -= length(shown);
            chosen.addFirst(shown);
        }
        return chosen.stream().flatMap(List::stream).toList();
    }

    /** Newest first; one whose question is not among the messages is left out. */
    private static List<List<Utterance>> exchanges(List<Utterance> newestFirst) {
        Map<UUID, List<Utterance>> exchanges = new LinkedHashMap<>();
        newestFirst.forEach(utterance -> exchanges
                .computeIfAbsent(utterance.llmRequestId(), request -> new ArrayList<>())
                .add(0, utterance));
        return exchanges.values().stream()
                .filter(exchange -> exchange.get(0).byVisitor())
                .toList();
    }

    private List<ChatMessage> within(long room, List<Utterance> exchange) {
        List<ChatMessage> whole = messages(exchange, finished(exchange.get(0).llmRequestId()));
        if (length(whole) <= room) {
            return whole;
        }
        List<ChatMessage> words = messages(exchange, List.of());
        return length(words) <= room ? words : List.of();
    }

    /** None when one of them has no result: a model is not shown half a round. */
    private List<BookedToolCall> finished(UUID llmRequestId) {
        List<BookedToolCall> calls = toolCalls.getOrDefault(llmRequestId, List.of());
        return calls.stream().allMatch(call -> call.result().isPresent()) ? calls : List.of();
    }

    private static List<ChatMessage> messages(List<Utterance> exchange, List<BookedToolCall> calls) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(new ChatMessage.User(exchange.get(0).content()));
        String answer = exchange.size() > 1 ? exchange.get(1).content() : "";
        int told = 0;
        for (List<BookedToolCall> round : BookedToolCall.rounds(calls)) {
            int until = Math.min(Math.max(told, round.get(0).saidBefore()), answer.length());
            messages.add(new ChatMessage.Assistant(
                    answer.substring(told, until).strip(),
                    round.stream().map(ChatHistory::resendable).toList()));
            round.forEach(call -> messages.add(
                    new ChatMessage.ToolOutput(call.call().id(), call.result().orElseThrow())));
            told = until;
        }
        String rest = answer.substring(told).strip();
        if (!rest.isEmpty()) {
            messages.add(new ChatMessage.Assistant(rest, List.of()));
        }
        return messages;
    }

    /** What was kept of its arguments may be cut, and providers refuse what is no JSON. */
    private static ToolCall resendable(BookedToolCall booked) {
        ToolCall call = booked.call();
        boolean isJson = Json.parseObject(call.arguments()).isPresent();
        return isJson ? call : new ToolCall(call.id(), call.name(), "{}");
    }

    private static long length(List<ChatMessage> messages) {
        return messages.stream().mapToLong(ChatMessage::length).sum();
    }
}
