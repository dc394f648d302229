package org.parley.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.parley.platform.Entities;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;

/** The tenants of the installation. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class Accounts {
    @Inject
    Entities entities;

    public List<Account> active() {
        return entities.ofAll()
                .createQuery("SELECT a FROM Account a WHERE a.status = 'active' ORDER BY a.name", Account.class)
                .getResultList();
    }

    /** Fails with 404 when there is no such account, 403 when it is suspended. */
    public void requireActive(String slug) {
        Account account = find(slug).orElseThrow(() -> Problems.notFound("There is no such account."));
        if (!account.isActive()) {
            throw suspended();
        }
    }

    public static ProblemException suspended() {
        return new ProblemException(
                403, "/problems/account-suspended", "The account is suspended", "The account is suspended.");
    }

    public Optional<Account> find(String slug) {
        return entities.ofSlug(slug)
                .createQuery("SELECT a FROM Account a WHERE a.slug = :slug", Account.class)
                .setParameter("slug", slug)
                .getResultStream()
                .findFirst();
    }
}
