/** The pool of database connections: its figures, whether it is the one that the keys ask for, and whether all its users fit into it. */
@NullMarked
package org.parley.pool;

import org.jspecify.annotations.NullMarked;
