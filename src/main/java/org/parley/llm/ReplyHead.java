package org.parley.llm;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a reply from its first bytes on.
 *
 * @param generationId the provider's name of the reply; empty when it did not tell yet
 * @param servedModel empty when the provider did not tell yet
 */
public record ReplyHead(Instant firstByteAt, Optional<String> generationId, Optional<String> servedModel) {}
