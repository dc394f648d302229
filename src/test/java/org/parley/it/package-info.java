/** The promises of the product, checked over HTTP and by SQL on a running server. */
@NullMarked
package org.parley.it;

import org.jspecify.annotations.NullMarked;
