package org.parley.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.agent.Agent;
import org.parley.platform.Database;

/** The lists that an agent may see, and the search in them. */
@ApplicationScoped
class Directories {
    private static final long FRESH_NANOS = 1_000_000_000;

    @Inject
    Database database;

    private final Map<UUID, Known> known = new ConcurrentHashMap<>();

    /** The lists of an account as they were at a moment of {@link System#nanoTime}. */
    private record Known(List<DirectoryList> lists, long readAt) {}

    /** The lists of the agent's account that its configuration names, as of this second; all when it names none. */
    List<DirectoryList> lists(Agent agent) {
        List<String> allowed = agent.settings().tools().lists();
        return known(agent.accountId()).stream()
                .filter(list -> allowed.isEmpty() || allowed.contains(list.name()))
                .toList();
    }

    /** Every turn and every search asks for the lists, and they change seldom. */
    private List<DirectoryList> known(UUID account) {
        Known before = known.get(account);
        long now = System.nanoTime();
        if (before != null && now - before.readAt() < FRESH_NANOS) {
            return before.lists();
        }
        List<DirectoryList> lists = database.of(account).query(DirectoryList::of, """
                SELECT id, name, title, description, field_names, tag_names, entry_count
                FROM directory_lists WHERE account_id = ? ORDER BY name""", account);
        known.put(account, new Known(lists, now));
        return lists;
    }

    /**
     * Finds entries by words, filters and tag. A word is in an entry when it stands in it or is much like a word of it
     * (trigram similarity), so that {@code cardiologist} finds Cardiology.
     */
    SearchResult search(DirectoryList list, Agent agent, SearchRequest request) {
        List<DirectoryEntry> found = database.of(agent.accountId())
                .query(
                        DirectoryEntry::of,
                        """
                SELECT CAST(e.data AS text), array_to_string(e.tags, ','), m.matched
                FROM directory_entries e
                CROSS JOIN LATERAL (
                  SELECT count(*) FILTER (WHERE w <% e.search_text OR position(w IN e.search_text) > 0) AS matched,
                         coalesce(sum(word_similarity(w, e.search_text)), 0) AS score
                  FROM unnest(string_to_array(CAST(? AS text), ' ')) AS w) m
                WHERE e.account_id = ? AND e.list_id = ?
                  AND (? = 0 OR m.matched > 0)
                  AND (CAST(? AS text) = '' OR CAST(? AS text) = ANY (e.tags))
                  AND NOT EXISTS (
                    SELECT 1 FROM jsonb_each_text(CAST(? AS jsonb)) AS f
                    WHERE position(lower(f.value) IN lower(coalesce(jsonb_extract_path_text(e.data, f.key), ''))) = 0)
                ORDER BY m.matched DESC, m.score DESC, e.position
                LIMIT ?""",
                        String.join(" ", request.words()),
                        agent.accountId(),
                        list.id(),
                        request.words().size(),
                        request.tag(),
                        request.tag(),
                        request.filters().toString(),
                        request.limit() + 1);
        return result(found, request);
    }

    private static SearchResult result(List<DirectoryEntry> found, SearchRequest request) {
        if (found.isEmpty()) {
            return new SearchResult("none", List.of(), false);
        }
        boolean all = found.get(0).matched() == request.words().size();
        List<DirectoryEntry> kept = found.stream()
                .filter(entry -> !all || entry.matched() == request.words().size())
                .toList();
        List<JsonObject> entries =
                kept.stream().limit(request.limit()).map(DirectoryEntry::toJson).toList();
        return new SearchResult(all ? "all" : "some", entries, kept.size() > request.limit());
    }
}
