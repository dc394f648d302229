package org.parley.llm;

import java.util.Optional;
import java.util.function.Consumer;

/** The reply of a model, being written. To be read by one thread; any thread may close it. */
public interface ChatStream extends AutoCloseable {
    /**
     * Reads to the end and gives each piece of text on as it comes.
     *
     * @throws ModelException when the call failed, with what had come by then
     */
    ChatReply read(Consumer<String> onText) throws ModelException;

    /** What is known of the reply by now; nothing before its first byte. Any thread may ask. */
    Optional<ReplyHead> head();

    /** Ends the connection to the provider, so that nothing more is generated; a reader fails with {@link ModelFailure#CANCELLED}. */
    @Override
    void close();
}
