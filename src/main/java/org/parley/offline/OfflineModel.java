package org.parley.offline;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.parley.platform.Json;

/** Decides by rules what to say next in a conversation: text, or calls of the offered tools. */
final class OfflineModel {
    private static final int MAX_ROUNDS = 2;
    private static final String LOOKING = "Let me look that up.\n\n";
    private final Supplier<String> ids;

    /**
     * @param ids makes the ids of tool calls
     */
    OfflineModel(Supplier<String> ids) {
        this.ids = ids;
    }

    CompletionReply reply(CompletionRequest request) {
        OfflineTurn turn = OfflineTurn.of(request);
        if (!turn.results().isEmpty()) {
            return next(request, turn);
        }
        CompletionReply reply = first(request, turn);
        return new CompletionReply(Urgency.notice(turn.question()) + reply.text(), reply.calls());
    }

    private CompletionReply first(CompletionRequest request, OfflineTurn turn) {
        if (!request.offers(OfflineCall.SEARCH) && !request.offers(OfflineCall.DIRECTORIES)) {
            return CompletionReply.of(SmallTalk.withoutTools(turn.question()));
        }
        List<OfferedList> lists = turn.lists();
        if (SmallTalk.asksForLists(turn.question())) {
            return request.offers(OfflineCall.DIRECTORIES) ? directories() : told(lists);
        }
        return SmallTalk.reply(turn.question(), lists)
                .map(CompletionReply::of)
                .orElseGet(() -> lookUp(request, turn, lists));
    }

    private CompletionReply lookUp(CompletionRequest request, OfflineTurn turn, List<OfferedList> lists) {
        if (lists.isEmpty() && request.offers(OfflineCall.DIRECTORIES)) {
            return directories();
        }
        if (lists.isEmpty() || !request.offers(OfflineCall.SEARCH)) {
            return CompletionReply.of(SmallTalk.noLists());
        }
        List<Lookup> plan = new LookupPlanner(lists).plan(turn.question(), turn.before());
        return plan.isEmpty()
                ? CompletionReply.of(SmallTalk.nothingAsked(lists))
                : new CompletionReply(LOOKING, calls(plan));
    }

    /** After a round of tools: another one where it may help, else the answer. */
    private CompletionReply next(CompletionRequest request, OfflineTurn turn) {
        List<OfferedList> lists = turn.lists();
        if (turn.searches().isEmpty() && SmallTalk.asksForLists(turn.question())) {
            return told(listed(turn));
        }
        LookupPlanner planner = new LookupPlanner(lists);
        List<Lookup> plan = planner.plan(turn.question(), turn.before());
        AnswerWriter writer = new AnswerWriter(lists);
        List<Lookup> again = turn.rounds() < MAX_ROUNDS && request.offers(OfflineCall.SEARCH)
                ? again(turn, planner, plan, writer)
                : List.of();
        if (!again.isEmpty()) {
            return new CompletionReply("", calls(again));
        }
        if (turn.searches().isEmpty()) {
            return CompletionReply.of(
                    plan.isEmpty() && !lists.isEmpty() ? SmallTalk.nothingAsked(lists) : SmallTalk.noLists());
        }
        List<SubQuestion> questions = plan.stream().map(Lookup::question).toList();
        String answer = writer.write(turn.question(), questions, turn.searches());
        return CompletionReply.of(SmallTalk.signed(answer + LookupPlanner.leftOut(turn.question())));
    }

    private static List<Lookup> again(OfflineTurn turn, LookupPlanner planner, List<Lookup> plan, AnswerWriter writer) {
        if (turn.searches().isEmpty()) {
            return plan;
        }
        return plan.stream()
                .flatMap(lookup -> retry(turn, planner, lookup.question(), writer).stream())
                .toList();
    }

    private static Optional<Lookup> retry(
            OfflineTurn turn, LookupPlanner planner, SubQuestion question, AnswerWriter writer) {
        List<LookupResult> own = turn.searches().stream()
                .filter(result -> writer.belongs(result, question))
                .toList();
        if (own.isEmpty() || own.stream().anyMatch(result -> result.failed() || result.matchesAll())) {
            return Optional.empty();
        }
        Set<String> searched = own.stream().map(result -> result.call().list()).collect(Collectors.toSet());
        return planner.alternative(question, searched, own.stream().anyMatch(LookupResult::matchesSome));
    }

    private static List<OfferedList> listed(OfflineTurn turn) {
        List<OfferedList> listed = turn.results().stream()
                .flatMap(result -> result.directories().stream())
                .toList();
        return listed.isEmpty() ? turn.lists() : listed;
    }

    private static CompletionReply told(List<OfferedList> lists) {
        return CompletionReply.of(lists.isEmpty() ? SmallTalk.noLists() : SmallTalk.lists(lists));
    }

    private CompletionReply directories() {
        OfflineCall call = new OfflineCall(
                ids.get(), OfflineCall.DIRECTORIES, Json.object().build());
        return new CompletionReply(LOOKING, List.of(call));
    }

    private List<OfflineCall> calls(List<Lookup> lookups) {
        return lookups.stream().map(lookup -> lookup.call(ids.get())).toList();
    }
}
