-- Sessions of visitors who signed in at the identity provider; any node serves any of them. Nothing here opens one: the id is
-- the SHA-256 of the cookie's value, and the tokens are sealed with a key that is derived from that value.
CREATE TABLE sign_ins (
    id                 text         PRIMARY KEY CHECK (id ~ '^[0-9a-f]{64}$'),
    -- SHA-256 of the state that the sign-in came back with, so that none is used twice.
    state              text         NOT NULL UNIQUE CHECK (state ~ '^[0-9a-f]{64}$'),
    subject            text         NOT NULL,
    name               text         NOT NULL,
    provider_session   text         NOT NULL,
    caller             jsonb        NOT NULL,
    tokens             text         NOT NULL,
    access_expires_at  timestamptz  NOT NULL,
    -- While a node asks the provider for new tokens, the others wait.
    refreshing_until   timestamptz,
    created_at         timestamptz  NOT NULL DEFAULT now(),
    used_at            timestamptz  NOT NULL DEFAULT now(),
    expires_at         timestamptz  NOT NULL
);
CREATE INDEX sign_ins_by_subject ON sign_ins (subject);
CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);
