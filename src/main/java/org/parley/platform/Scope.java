package org.parley.platform;

import java.util.UUID;

/**
 * The accounts whose rows a transaction sees and writes. PostgreSQL holds its statements to that by row-level security,
 * whatever their conditions say.
 *
 * @param setting what the transaction names them by, as an expression of the value
 */
record Scope(String setting, String value) {
    /** Only what belongs to no account; it is also what a transaction has that names none. */
    static final Scope NONE = new Scope("?", "");

    static final Scope ALL = new Scope("?", "all");

    static Scope of(UUID account) {
        return new Scope("?", account.toString());
    }

    static Scope ofSlug(String account) {
        return new Scope("COALESCE(CAST(account_of(?) AS text), '')", account);
    }

    /** Puts it in force until the transaction ends; its result is of no use. */
    SqlStatement statement() {
        return SqlStatement.of("SELECT set_config('parley.account', " + setting + ", true)", value);
    }
}
