package org.parley.agent;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parley.account.Account;
import org.parley.account.Accounts;
import org.parley.account.SpendingCap;
import org.parley.config.AgentAddress;
import org.parley.config.AgentConfig;
import org.parley.config.ConfigCascade;
import org.parley.config.ConfigException;
import org.parley.platform.Database;
import org.parley.platform.Entities;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;

/** Finds the agents that may be served. Accounts and agents are looked up each time: a suspension holds at once. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Agents {
    @Inject
    Entities entities;

    @Inject
    Database database;

    @EJB
    Accounts accounts;

    @Inject
    ConfigCascade cascade;

    /**
     * An account, and the agent of it that was looked for.
     *
     * @param id empty when there is no such agent
     */
    private record Found(
            UUID accountId,
            boolean accountIsActive,
            Optional<UUID> id,
            String type,
            String name,
            boolean isActive,
            List<SpendingCap> caps) {
        static Found of(ResultSet row) throws SQLException {
            List<SpendingCap> caps = new ArrayList<>(SpendingCap.read("account", row.getObject(1, UUID.class), row, 7));
            Optional<UUID> id = Optional.ofNullable(row.getObject(3, UUID.class));
            if (id.isPresent()) {
                caps.addAll(SpendingCap.read("agent", id.get(), row, 10));
            }
            return new Found(
                    row.getObject(1, UUID.class),
                    row.getBoolean(2),
                    id,
                    String.valueOf(row.getString(4)),
                    String.valueOf(row.getString(5)),
                    row.getBoolean(6),
                    caps);
        }
    }

    /**
     * The agent at an address. Fails with 404 when there is none, 403 when the account is suspended or the agent
     * inactive, 503 when its configuration does not serve it.
     */
    public Agent require(String account, String agent) {
        return require(new AgentAddress(account, agent));
    }

    /** The same, by its address. */
    public Agent require(AgentAddress address) {
        Found found = database.ofSlug(address.account())
                .first(Found::of, """
                        SELECT a.id, a.status = 'active', i.id, i.agent_type, i.name, i.status = 'active',
                          a.cap_day, a.cap_month, a.cap_soft, i.cap_day, i.cap_month, i.cap_soft
                        FROM accounts a LEFT JOIN agent_instances i ON i.account_id = a.id AND i.slug = ?
                        WHERE a.slug = ?""", address.agent(), address.account())
                .orElseThrow(Agents::noAccount);
        requireActive(found.accountIsActive());
        UUID id = found.id().orElseThrow(() -> Problems.notFound("There is no such agent."));
        if (!found.isActive()) {
            throw refused("agent-inactive", "The agent is not active");
        }
        return configured(found.accountId(), id, found.type(), found.name(), address, found.caps());
    }

    /** The active agents of an account, by name; one whose configuration does not serve it is left out. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public List<Agent> ofAccount(String slug) {
        AgentAddress.requireSlug("account", slug);
        Account account = accounts.find(slug).orElseThrow(Agents::noAccount);
        requireActive(account.isActive());
        return instances(account).stream()
                .filter(AgentInstance::isActive)
                .flatMap(instance -> served(account, instance).stream())
                .toList();
    }

    private Optional<Agent> served(Account account, AgentInstance instance) {
        try {
            AgentAddress address = new AgentAddress(account.slug(), instance.slug());
            return Optional.of(
                    configured(account.id(), instance.id(), instance.type(), instance.name(), address, List.of()));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    private static ProblemException noAccount() {
        return Problems.notFound("There is no such account.");
    }

    private static void requireActive(boolean accountIsActive) {
        if (!accountIsActive) {
            throw Accounts.suspended();
        }
    }

    private List<AgentInstance> instances(Account account) {
        return entities.of(account.id())
                .createQuery(
                        "SELECT i FROM AgentInstance i WHERE i.accountId = :account ORDER BY i.name",
                        AgentInstance.class)
                .setParameter("account", account.id())
                .getResultList();
    }

    private Agent configured(
            UUID accountId, UUID id, String type, String name, AgentAddress address, List<SpendingCap> caps) {
        AgentConfig config = cascade.forAgent(address);
        return new Agent(accountId, id, type, name, config, config.settings(AgentSettings.class), caps);
    }

    private static ProblemException refused(String type, String title) {
        return new ProblemException(403, "/problems/" + type, title, title + ".");
    }
}
