package org.parley.chat;

/** Hears the events of a turn, from any thread, and never makes the turn wait. */
interface TurnListener {
    void on(TurnEvent event);
}
