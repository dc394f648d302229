package org.parley.identity;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parley.platform.Problems;

/** An address within this installation, to which a visitor goes after the sign-in. */
final class LocalPath {
    /** Printable ASCII without a backslash, which browsers take for a slash; two slashes would begin another host. */
    private static final Pattern FORM = Pattern.compile("/(?!/)[!-\\[\\]-~]{0,500}");

    private LocalPath() {}

    /** The root when there is none; 400 when it may lead elsewhere. */
    static String of(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            return "/";
        }
        if (FORM.matcher(path).matches()) {
            return path;
        }
        throw Problems.badRequest("The address to go to after the sign-in is not one of this installation.");
    }
}
