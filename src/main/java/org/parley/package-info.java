/** Parley, an agent-chat server: which features its HTTP applications serve. */
@NullMarked
package org.parley;

import org.jspecify.annotations.NullMarked;
