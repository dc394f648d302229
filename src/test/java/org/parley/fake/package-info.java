/** Stand-ins for what is not ours: a model provider that keeps its own book and misbehaves when told. */
@NullMarked
package org.parley.fake;

import org.jspecify.annotations.NullMarked;
