/** Tenants: who they are and whether they may be served. */
@NullMarked
package org.parley.account;

import org.jspecify.annotations.NullMarked;
