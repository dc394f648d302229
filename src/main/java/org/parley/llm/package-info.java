/** Speaks to a chat model over the OpenAI wire format: request, stream, tool-call assembly, failures. */
@NullMarked
package org.parley.llm;

import org.jspecify.annotations.NullMarked;
