package org.parley.account;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parley.config.AgentAddress;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;

/**
 * Who calls, and what they may do. It is made in one place, from what the request proves, and nothing else of the request
 * can add to it.
 *
 * @param id the same for the same caller, and no other's: {@code user:…}, {@code key:…}, {@code visitor:…} or {@code local}
 * @param via the key that they came by, as {@code key:…}; empty without one
 * @param roles by the slug of the account; accounts that are not in it do not exist for this caller
 * @param agent the only agent that may be asked; null: any of the account
 * @param isOperator whether the installation is theirs: they may everything in every account
 */
public record Caller(
        String id,
        Kind kind,
        String via,
        Map<String, Role> roles,
        @Nullable AgentAddress agent,
        boolean isOperator) {
    /** Whoever sits at the machine, while there is no sign-in. */
    public static final Caller LOCAL = new Caller("local", Kind.LOCAL, "", Map.of(), null, true);

    private static final String ATTRIBUTE = Caller.class.getName();

    /** What proved who it is. */
    public enum Kind {
        LOCAL,
        USER,
        API_KEY,
        VISITOR
    }

    public Caller {
        roles = Map.copyOf(roles);
    }

    /** The caller of a request that was let in. */
    public static Caller of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("nobody was let in");
    }

    /** The caller of a request; empty when it was refused or nobody had to prove anything. */
    public static Optional<Caller> find(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }

    public void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Whether the caller has that role in the account, or one above it. Who may ask one agent only is no more than a visitor
     * where it is about the whole account.
     */
    public boolean may(Role least, String account) {
        return has(least, account) && (agent == null || least == Role.VISITOR);
    }

    private boolean has(Role least, String account) {
        return isOperator
                || roleIn(account).filter(role -> role.compareTo(least) >= 0).isPresent();
    }

    /** Fails with 404 when the account does not exist for the caller, 403 when its role there is too low. */
    public void require(Role least, String account) {
        if (!may(least, account)) {
            throw refusal(account);
        }
    }

    /** The same, and 404 when the caller may ask another agent only. */
    public void require(Role least, AgentAddress address) {
        if (!has(least, address.account())) {
            throw refusal(address.account());
        }
        if (!sees(address)) {
            throw Problems.notFound("There is no such agent.");
        }
    }

    /** Fails with 403 unless the installation is the caller's. */
    public void requireOperator() {
        if (!isOperator) {
            throw forbidden();
        }
    }

    /**
     * Whether the caller may read and end what another began.
     *
     * @param began the id of that caller; null when nobody is known, as before there were callers
     */
    public boolean mayTouch(@Nullable String began, String account) {
        return id.equals(began) || may(Role.EDITOR, account);
    }

    /** The accounts that exist for the caller; all of them for an operator. */
    public boolean sees(String account) {
        return isOperator || roles.containsKey(account);
    }

    /** Whether the agent exists for the caller, when there is one. */
    public boolean sees(AgentAddress address) {
        return sees(address.account()) && (agent == null || agent.equals(address));
    }

    private ProblemException refusal(String account) {
        return roleIn(account).isPresent() ? forbidden() : Problems.notFound("There is no such account.");
    }

    private Optional<Role> roleIn(String account) {
        return Optional.ofNullable(roles.get(account));
    }

    private static ProblemException forbidden() {
        return new ProblemException(
                403, "/problems/forbidden", "Not allowed", "The caller may not do this in this account.");
    }
}
