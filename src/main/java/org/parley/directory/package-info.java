/** Typed lists of an account: their schema, import and search, and the tools that bring them to the agent. */
@NullMarked
package org.parley.directory;

import org.jspecify.annotations.NullMarked;
