package org.parley.llm;

import java.io.IOException;

/** The provider sent what the protocol does not know. */
class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
