package org.parley.llm;

import java.io.IOException;

/** The provider sent an error object in place of a chunk. */
class ProviderErrorException extends IOException {
    private static final long serialVersionUID = 1L;

    ProviderErrorException(String message) {
        super(message);
    }
}
