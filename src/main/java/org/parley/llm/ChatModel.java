package org.parley.llm;

/** A model that can be asked. */
public interface ChatModel {
    /** The provider's name in the ledger. */
    String provider();

    /** Sends the request and returns at once; the reply is read from the stream. */
    ChatStream ask(ChatRequest request);
}
