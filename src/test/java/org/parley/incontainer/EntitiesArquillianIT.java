package org.parley.incontainer;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.parley.incontainer.BookedTurns.NOW;
import static org.parley.incontainer.BookedTurns.finished;
import static org.parley.incontainer.BookedTurns.pricing;
import static org.parley.incontainer.BookedTurns.reply;
import static org.parley.incontainer.BookedTurns.wanted;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EntityType;
import jakarta.transaction.UserTransaction;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.conversation.Conversations;
import org.parley.incontainer.BookedTurns.Turn;
import org.parley.platform.Entities;
import org.parley.platform.Ids;
import org.parley.platform.Node;
import org.parley.platform.SqlStatement;
import org.parley.run.Rows;
import org.parley.usage.LlmRequestTracker;
import org.parley.usage.ToolCallRecord;

/** The entities against the schema that the migrations made. */
@ExtendWith(ArquillianExtension.class)
class EntitiesArquillianIT {
    @Inject
    Entities entities;

    @Resource
    UserTransaction transaction;

    @Inject
    LlmRequestTracker tracker;

    @EJB
    Conversations conversations;

    @Inject
    BookedTurns turns;

    @Resource(lookup = "java:comp/env/jdbc/owner")
    DataSource dataSource;

    private final Rows rows = new Rows(() -> dataSource.getConnection());

    @Deployment
    static WebArchive application() {
        return Application.with(ProbeTool.class, BookedTurns.class, Rows.class);
    }

    @Test
    void every_attribute_of_every_entity_is_read_from_a_row() throws Exception {
        Turn turn = turns.open();
        tracker.settle(pricing(turn).settled(turn.call(), reply("0.01")), List.of(wanted(turn, "a")));

        Set<EntityType<?>> types = read(all -> all.getMetamodel().getEntities());
        assertThat(types).extracting(EntityType::getName).contains("Account", "Message", "LlmRequest");
        for (EntityType<?> type : types) {
            List<?> rowsOfType = read(
                    all -> all.createQuery(everyAttribute(type), Object[].class).getResultList());
            assertThat(rowsOfType).as(type.getName()).isNotEmpty();
        }
    }

    @Test
    void each_attribute_of_a_turn_is_kept_in_the_column_of_its_name_and_read_back_from_there() throws Exception {
        Turn turn = turns.open();
        ToolCallRecord tool = wanted(turn, "providers-id");
        tracker.settle(pricing(turn).settled(turn.call(), reply("0.01")), List.of(tool));
        UUID answer = Ids.next();
        tracker.finish(finished(turn, Optional.empty()), sums -> answer(turn, answer));
        UUID account = turn.agent().accountId();
        UUID agent = turn.agent().id();
        UUID request = turn.request().id();

        requireKept("sessions", "Session", turn.session(), Map.of("accountId", account, "agentInstanceId", agent));
        requireKept("messages", "Message", turn.question(), Map.of("role", "user", "content", BookedTurns.QUESTION));
        requireKept(
                "messages",
                "Message",
                answer,
                Map.of(
                        "sessionId",
                        turn.session(),
                        "accountId",
                        account,
                        "agentInstanceId",
                        agent,
                        "llmRequestId",
                        request,
                        "role",
                        "assistant",
                        "content",
                        "It is.",
                        "totalCost",
                        new BigDecimal("0.0100"),
                        "completionStatus",
                        "complete"));
        requireKept(
                "llm_requests",
                "LlmRequest",
                request,
                Map.ofEntries(
                        entry("accountId", account),
                        entry("accountSlug", "probes"),
                        entry("agentInstanceId", agent),
                        entry("agentInstanceSlug", "parallel"),
                        entry("agentType", "tester"),
                        entry("sessionId", turn.session()),
                        entry("answerId", turn.request().answerId()),
                        entry("provider", "stub"),
                        entry("model", "probes/model"),
                        entry("completionStatus", "complete"),
                        entry("configHash", turn.agent().config().hash()),
                        entry("startedAt", NOW)));
        requireKept(
                "llm_calls",
                "LlmCall",
                turn.call().id(),
                Map.of(
                        "llmRequestId",
                        request,
                        "accountId",
                        account,
                        "agentInstanceId",
                        agent,
                        "sequence",
                        1,
                        "attempt",
                        1,
                        "provider",
                        "stub",
                        "model",
                        "probes/model",
                        "status",
                        "settled",
                        "claimedAt",
                        NOW,
                        "nodeId",
                        Node.id()));
        requireKept(
                "tool_calls",
                "ToolCallRecord",
                tool.id(),
                Map.of(
                        "llmRequestId",
                        request,
                        "llmCallId",
                        turn.call().id(),
                        "accountId",
                        account,
                        "providerToolCallId",
                        "providers-id",
                        "toolName",
                        "probe",
                        "arguments",
                        "{}",
                        "status",
                        "running",
                        "startedAt",
                        NOW));
    }

    @Test
    void what_was_provisioned_is_read_back_as_it_stands_in_the_configuration() throws Exception {
        Object[] row = read(all -> all.createQuery(
                        "SELECT a.name, a.status, i.name, i.type, i.status FROM Account a, AgentInstance i "
                                + "WHERE i.accountId = a.id AND a.slug = 'probes' AND i.slug = 'brief'",
                        Object[].class)
                .getSingleResult());
        assertThat(row).containsExactly("Probes (tests)", "active", "Brief", "tester", "active");
        assertThat(rows.one("""
                        SELECT title, description, field_names, tag_names, entry_count FROM directory_lists WHERE name = 'shelf'""").values()).containsExactly("Shelf", "What stands on the shelf.", "id,name", "", 2);
    }

    private void requireKept(String table, String entity, UUID id, Map<String, Object> attributes) throws Exception {
        Map<String, Object> row = rows.one("SELECT * FROM " + table + " WHERE id = ?", id);
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            String name = attribute.getKey();
            Object value = read(all -> all.createQuery("SELECT e." + name + " FROM " + entity + " e WHERE e.id = :id")
                    .setParameter("id", id)
                    .getSingleResult());
            assertThat(value).as(entity + "." + name).isEqualTo(attribute.getValue());
            assertThat(row.get(column(name)) instanceof Timestamp at ? at.toInstant() : row.get(column(name)))
                    .as(table + "." + column(name))
                    .isEqualTo(attribute.getValue());
        }
    }

    private <T> T read(Function<EntityManager, T> query) throws Exception {
        transaction.begin();
        try {
            return query.apply(entities.ofAll());
        } finally {
            transaction.rollback();
        }
    }

    private static String column(String attribute) {
        return attribute.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private List<SqlStatement> answer(Turn turn, UUID id) {
        return conversations.answer(BookedTurns.answer(turn, id, Optional.of(new BigDecimal("0.0100"))));
    }

    private static String everyAttribute(EntityType<?> entity) {
        return entity.getAttributes().stream()
                .map(Attribute::getName)
                .map(name -> "e." + name)
                .sorted()
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + entity.getName() + " e"));
    }
}
