/** Who calls: what a request proves, by a token of the company's identity provider, a key, or its place. */
@NullMarked
package org.parley.identity;

import org.jspecify.annotations.NullMarked;
