package org.parley.chat;

import org.parley.usage.RequestTotals;

/**
 * What is on record of a turn that ended.
 *
 * @param isPending whether it waits in the journal, since the database could not take it
 */
record Booking(RequestTotals totals, boolean isPending) {}
