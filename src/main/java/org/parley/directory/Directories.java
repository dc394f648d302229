package org.parley.directory;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import org.parley.agent.Agent;

/** The lists that an agent may see, and the search in them. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Directories {
    @PersistenceContext
    EntityManager entities;

    /** The lists of the agent's account that its configuration names; all when it names none. */
    public List<DirectoryList> lists(Agent agent) {
        List<String> allowed = agent.settings().tools().lists();
        return entities.createQuery(
                        "SELECT l FROM DirectoryList l WHERE l.accountId = :account ORDER BY l.name",
                        DirectoryList.class)
                .setParameter("account", agent.accountId())
                .getResultStream()
                .filter(list -> allowed.isEmpty() || allowed.contains(list.name()))
                .toList();
    }

    /**
     * Finds entries by words, filters and tag. A word is in an entry when it stands in it or is much like a word of it
     * (trigram similarity), so that {@code cardiologist} finds Cardiology.
     */
    public SearchResult search(DirectoryList list, Agent agent, SearchRequest request) {
        List<?> rows = entities.createNativeQuery("""
                        SELECT e.id, e.account_id, e.list_id, e.entry_key, CAST(e.data AS text) AS data,
                               array_to_string(e.tags, ',') AS tags, m.matched
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
                        LIMIT ?""", DirectoryEntry.FOUND)
                .setParameter(1, String.join(" ", request.words()))
                .setParameter(2, agent.accountId())
                .setParameter(3, list.id())
                .setParameter(4, request.words().size())
                .setParameter(5, request.tag())
                .setParameter(6, request.tag())
                .setParameter(7, request.filters().toString())
                .setParameter(8, request.limit() + 1)
                .getResultList();
        return result(rows.stream().map(row -> (Object[]) row).toList(), request);
    }

    private static SearchResult result(List<Object[]> rows, SearchRequest request) {
        if (rows.isEmpty()) {
            return new SearchResult("none", List.of(), false);
        }
        boolean all = matched(rows.get(0)) == request.words().size();
        List<Object[]> kept = rows.stream()
                .filter(row -> !all || matched(row) == request.words().size())
                .toList();
        List<JsonObject> entries = kept.stream()
                .limit(request.limit())
                .map(row -> ((DirectoryEntry) row[0]).toJson())
                .toList();
        return new SearchResult(all ? "all" : "some", entries, kept.size() > request.limit());
    }

    private static int matched(Object[] row) {
        return ((Number) row[1]).intValue();
    }
}
