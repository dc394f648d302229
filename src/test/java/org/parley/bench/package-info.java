/** Measures the product from outside: its server is one process, the load, the provider and the clock are in another. */
@NullMarked
package org.parley.bench;

import org.jspecify.annotations.NullMarked;
