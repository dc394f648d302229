package org.parley.tool;

import java.util.function.IntConsumer;

/**
 * The database backend that a tool works on, known only while it does: a statement is never cancelled that belongs to
 * whoever has the connection next.
 */
final class ToolBackend {
    private int pid;

    synchronized void enter(int backendPid) {
        pid = backendPid;
    }

    synchronized void leave() {
        pid = 0;
    }

    /** Has the tool's statement cancelled, if the tool is at work; it cannot leave meanwhile. */
    synchronized void cancel(IntConsumer canceller) {
        if (pid != 0) {
            canceller.accept(pid);
        }
    }
}
