/** The contract of tools and their safe, parallel execution. */
@NullMarked
package org.parley.tool;

import org.jspecify.annotations.NullMarked;
