package org.parley.identity;

import org.parley.account.Caller;

/**
 * A session as it is stored.
 *
 * @param name by which people know the caller; may be empty
 * @param isFresh whether the access token behind it still holds
 */
record SignIn(Caller caller, String name, boolean isFresh) {}
