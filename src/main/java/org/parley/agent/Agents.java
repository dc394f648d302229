package org.parley.agent;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import org.parley.account.Account;
import org.parley.account.Accounts;
import org.parley.config.AgentAddress;
import org.parley.config.AgentConfig;
import org.parley.config.ConfigCascade;
import org.parley.config.ConfigException;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;

/** Finds the agents that may be served. Accounts and agents are looked up each time: a suspension holds at once. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Agents {
    @PersistenceContext
    EntityManager entities;

    @EJB
    Accounts accounts;

    @Inject
    ConfigCascade cascade;

    /**
     * The agent at an address. Fails with 404 when there is none, 403 when the account is suspended or the agent
     * inactive, 503 when its configuration does not serve it.
     */
    public Agent require(String account, String agent) {
        return require(new AgentAddress(account, agent));
    }

    /** The same, by its address. */
    public Agent require(AgentAddress address) {
        Account account = requireAccount(address.account());
        AgentInstance instance = instances(account).stream()
                .filter(candidate -> candidate.slug().equals(address.agent()))
                .findFirst()
                .orElseThrow(() -> Problems.notFound("There is no such agent."));
        if (!instance.isActive()) {
            throw refused("agent-inactive", "The agent is not active");
        }
        return configured(account, instance);
    }

    /** The active agents of an account, by name; one whose configuration does not serve it is left out. */
    public List<Agent> ofAccount(String slug) {
        AgentAddress.requireSlug("account", slug);
        Account account = requireAccount(slug);
        return instances(account).stream()
                .filter(AgentInstance::isActive)
                .flatMap(instance -> served(account, instance).stream())
                .toList();
    }

    private Optional<Agent> served(Account account, AgentInstance instance) {
        try {
            return Optional.of(configured(account, instance));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    private Account requireAccount(String slug) {
        Account account = accounts.find(slug).orElseThrow(() -> Problems.notFound("There is no such account."));
        if (!account.isActive()) {
            throw refused("account-suspended", "The account is suspended");
        }
        return account;
    }

    private List<AgentInstance> instances(Account account) {
        return entities.createQuery(
                        "SELECT i FROM AgentInstance i WHERE i.accountId = :account ORDER BY i.name",
                        AgentInstance.class)
                .setParameter("account", account.id())
                .getResultList();
    }

    private Agent configured(Account account, AgentInstance instance) {
        AgentConfig config = cascade.forAgent(new AgentAddress(account.slug(), instance.slug()));
        return new Agent(
                account.id(),
                instance.id(),
                instance.type(),
                instance.name(),
                config,
                config.settings(AgentSettings.class));
    }

    private static ProblemException refused(String type, String title) {
        return new ProblemException(403, "/problems/" + type, title, title + ".");
    }
}
