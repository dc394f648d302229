package org.parley.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** The tenants of the installation. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class Accounts {
    @PersistenceContext
    EntityManager entities;

    public List<Account> active() {
        return entities.createQuery("SELECT a FROM Account a WHERE a.status = 'active' ORDER BY a.name", Account.class)
                .getResultList();
    }

    public Optional<Account> find(String slug) {
        return entities.createQuery("SELECT a FROM Account a WHERE a.slug = :slug", Account.class)
                .setParameter("slug", slug)
                .getResultStream()
                .findFirst();
    }
}
