package org.parley.platform;

/** This process among those that share the database. */
public final class Node {
    private static final String ID = Ids.next().toString();

    private Node() {}

    /** Another one for each start of the process. */
    public static String id() {
        return ID;
    }
}
