/** Loads that are meant to hurt, bounded in number and time: what clients that behave badly do to one that behaves well. */
@NullMarked
package org.parley.load;

import org.jspecify.annotations.NullMarked;
