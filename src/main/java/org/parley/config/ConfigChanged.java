package org.parley.config;

/** A CDI event: another snapshot is in force. Observers do their work again when it failed; they must bear to be told twice. */
public record ConfigChanged(long epoch, String hash) {}
