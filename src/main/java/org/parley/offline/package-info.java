/** The offline model: a chat-completions endpoint that answers by rules, for use without a provider. */
@NullMarked
package org.parley.offline;

import org.jspecify.annotations.NullMarked;
