package org.parley.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do in an account; each may what those before it may. */
public enum Role {
    /** Chats, and reads what was said in its own sessions. */
    VISITOR,
    /** Reads what the account used and what it cost. */
    MEMBER,
    /** Reads, ends and erases the conversations of others. */
    EDITOR,
    /** Sets caps, makes and revokes keys, and reads who did what. */
    OWNER;

    /** As it is written in tokens, in the database and by clients. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
