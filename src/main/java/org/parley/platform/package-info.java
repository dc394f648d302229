/** HTTP and runtime plumbing without a business word: problems, request id, ids, clock, migrations, health. */
@NullMarked
package org.parley.platform;

import org.jspecify.annotations.NullMarked;
