/** One turn: the loop of model calls and tool rounds, and its HTTP and SSE faces. */
@NullMarked
package org.parley.chat;

import org.jspecify.annotations.NullMarked;
