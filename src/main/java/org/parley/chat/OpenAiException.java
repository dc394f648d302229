package org.parley.chat;

/** A request in OpenAI's format is refused, in words of that format. */
final class OpenAiException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient OpenAiError error;

    OpenAiException(OpenAiError error) {
        super(error.code() + ": " + error.message());
        this.error = error;
    }

    /** The request cannot be accepted as it is, because of that parameter. */
    static OpenAiException invalid(String param, String code, String message) {
        return new OpenAiException(new OpenAiError(400, message, "invalid_request_error", param, code));
    }

    OpenAiError error() {
        return error;
    }
}
