/** What only a server shows: transactions, connections, mapping and threads, looked at from inside with Arquillian. */
@NullMarked
package org.parley.incontainer;

import org.jspecify.annotations.NullMarked;
