/** Agent instances: which there are, their effective settings and their prompt. */
@NullMarked
package org.parley.agent;

import org.jspecify.annotations.NullMarked;
