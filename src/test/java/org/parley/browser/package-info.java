/** The pages, used in a real browser. */
@NullMarked
package org.parley.browser;

import org.jspecify.annotations.NullMarked;
