package org.parley.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.UUID;

/**
 * JPA, as a caller may use it: within a transaction, and each says for which accounts its queries are. PostgreSQL holds
 * them to that.
 */
@ApplicationScoped
public class Entities {
    private static final String SCOPE = "org.parley.scope.entities";

    @PersistenceContext
    EntityManager entities;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    /** Sees and writes rows of one account. */
    public EntityManager of(UUID account) {
        return in(Scope.of(account));
    }

    /** The same for the account of that slug; when there is none, nothing is seen and written. */
    public EntityManager ofSlug(String account) {
        return in(Scope.ofSlug(account));
    }

    /** Sees and writes rows of all accounts: what the installation itself does, and no client's request. */
    public EntityManager ofAll() {
        return in(Scope.ALL);
    }

    private EntityManager in(Scope scope) {
        if (!scope.equals(transactions.getResource(SCOPE))) {
            entities.createNativeQuery(scope.statement().text())
                    .setParameter(1, scope.value())
                    .getSingleResult();
            transactions.putResource(SCOPE, scope);
        }
        return entities;
    }
}
