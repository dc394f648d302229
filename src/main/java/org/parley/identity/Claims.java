package org.parley.identity;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parley.account.Caller;
import org.parley.account.Role;

/** What a believed token says of its caller. */
final class Claims {
    /** {@code account:role}, also as the path of a group: {@code /account/role}. */
    private static final Pattern GRANT = Pattern.compile("/?([a-z0-9][a-z0-9_-]{0,62})[:/]([a-z]+)");

    private static final String OPERATOR = "operator";

    private Claims() {}

    /** The caller that a token names: its roles are those of the claim, and words that are none count for nothing. */
    static Caller caller(String subject, Map<String, ?> claims, String rolesClaim) {
        Map<String, Role> roles = new HashMap<>();
        boolean isOperator = false;
        for (String grant : words(find(claims, rolesClaim))) {
            isOperator |= grant.equals(OPERATOR);
            Matcher form = GRANT.matcher(grant);
            if (form.matches()) {
                Role.of(form.group(2)).ifPresent(role -> roles.merge(form.group(1), role, Claims::higher));
            }
        }
        return new Caller("user:" + subject, Caller.Kind.USER, "", roles, null, isOperator);
    }

    private static Role higher(Role one, Role other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static @Nullable Object find(Map<?, ?> claims, String path) {
        Object whole = claims.get(path);
        int dot = path.indexOf('.');
        if (whole != null || dot < 0) {
            return whole;
        }
        return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, path.substring(dot + 1))
                : null;
    }

    private static List<String> words(@Nullable Object claim) {
        if (claim instanceof Collection<?> list) {
            return list.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return Optional.ofNullable(claim)
                .filter(String.class::isInstance)
                .map(text -> Arrays.asList(((String) text).trim().split("[ ,]+")))
                .orElse(List.of());
    }
}
