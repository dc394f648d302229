/** What operators read on this machine: the pool, requests, nodes; as JSON for the pages under {@code /console}. */
@NullMarked
package org.parley.console;

import org.jspecify.annotations.NullMarked;
