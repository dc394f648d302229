package org.parley.conversation;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parley.account.Caller;
import org.parley.agent.Agent;
import org.parley.platform.Entities;
import org.parley.platform.Problems;
import org.parley.platform.SqlStatement;

/** The sessions of an agent and what was said in them. Messages are written by the ledger, in its transactions and in no other. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Conversations {
    @Inject
    Entities entities;

    @Inject
    Clock clock;

    /** Fails with 404 when the session is not one of this agent, or not one that the caller may read. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void require(UUID sessionId, Agent agent, Caller caller) {
        boolean found = entities.of(agent.accountId())
                .createQuery(
                        "SELECT s FROM Session s WHERE s.id = :id AND s.accountId = :account AND s.agentInstanceId = :agent",
                        Session.class)
                .setParameter("id", sessionId)
                .setParameter("account", agent.accountId())
                .setParameter("agent", agent.id())
                .getResultStream()
                .anyMatch(session -> session.isOf(caller, agent));
        if (!found) {
            throw Problems.notFound("There is no such session with this agent.");
        }
    }

    /** The newest of a session, newest first. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public List<Utterance> newest(UUID sessionId, Agent agent) {
        return newest(sessionId, agent, agent.settings().history().maxMessages()).stream()
                .map(message ->
                        new Utterance(message.llmRequestId(), message.role().equals(Message.USER), message.content()))
                .toList();
    }

    /** The answer to a request, when one was kept. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Optional<String> answerTo(UUID llmRequestId, UUID accountId) {
        return entities.of(accountId)
                .createQuery(
                        "SELECT m.content FROM Message m WHERE m.llmRequestId = :request AND m.accountId = :account AND m.role = :role",
                        String.class)
                .setParameter("request", llmRequestId)
                .setParameter("account", accountId)
                .setParameter("role", Message.ASSISTANT)
                .getResultStream()
                .findFirst();
    }

    /** The statements that keep the visitor's message, and the session when it is new. */
    public List<SqlStatement> begin(
            boolean isNew,
            Caller caller,
            UUID sessionId,
            Agent agent,
            UUID llmRequestId,
            UUID messageId,
            String content) {
        SqlStatement said = Message.ofVisitor(messageId, sessionId, agent, llmRequestId, content, clock.instant())
                .insertion();
        return isNew
                ? List.of(new Session(sessionId, agent, caller, clock.instant()).insertion(), said)
                : List.of(said);
    }

    /** The statements that keep the agent's answer; none when nothing was said. */
    public List<SqlStatement> answer(Answer answer) {
        return answer.content().isEmpty()
                ? List.of()
                : List.of(Message.ofAgent(answer, clock.instant()).insertion());
    }

    /** The newest messages of a session, oldest of them first. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public List<Message> read(UUID sessionId, Agent agent, Caller caller, int limit) {
        require(sessionId, agent, caller);
        List<Message> messages = newest(sessionId, agent, limit);
        Collections.reverse(messages);
        return messages;
    }

    private List<Message> newest(UUID sessionId, Agent agent, int limit) {
        return entities.of(agent.accountId())
                .createQuery("""
                        SELECT m FROM Message m WHERE m.sessionId = :session AND m.accountId = :account
                        AND m.agentInstanceId = :agent ORDER BY m.id DESC""", Message.class)
                .setParameter("session", sessionId)
                .setParameter("account", agent.accountId())
                .setParameter("agent", agent.id())
                .setMaxResults(limit)
                .getResultList();
    }
}
