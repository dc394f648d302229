package org.parley.config;

import java.util.regex.Pattern;
import org.parley.platform.Problems;

/** An agent by the slugs of its URL: safe in a path, because nothing but {@code [a-z0-9][a-z0-9_-]{0,62}} is a slug. */
public record AgentAddress(String account, String agent) implements Comparable<AgentAddress> {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    public AgentAddress {
        requireSlug("account", account);
        requireSlug("agent", agent);
    }

    public static boolean isSlug(String text) {
        return SLUG.matcher(text).matches();
    }

    /** Refuses with a 404 what cannot be the slug of anything. */
    public static void requireSlug(String what, String text) {
        if (!isSlug(text)) {
            throw Problems.notFound("There is no such " + what + ".");
        }
    }

    @Override
    public int compareTo(AgentAddress other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return account + "/" + agent;
    }
}
