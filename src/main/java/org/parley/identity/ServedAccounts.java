package org.parley.identity;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import org.parley.account.Accounts;
import org.parley.platform.Admitted;

/** Looks at the account of each request, for which requests wait as they do for all work on the database. */
@ApplicationScoped
@Admitted
class ServedAccounts {
    @EJB
    Accounts accounts;

    /** Fails with 404 when there is no such account, 403 when it is suspended. */
    void require(String slug) {
        accounts.requireActive(slug);
    }
}
