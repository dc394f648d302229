/** What each call to a model used and cost: the ledger and the price book. */
@NullMarked
package org.parley.usage;

import org.jspecify.annotations.NullMarked;
