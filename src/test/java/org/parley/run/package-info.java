/** Starts the product from the build tree: a real PostgreSQL and an application server; for people and for tests. */
@NullMarked
package org.parley.run;

import org.jspecify.annotations.NullMarked;
