-- Who began a session and a request: the id of a caller, such as user:… or key:…; NULL before there were callers.
ALTER TABLE sessions
    ADD COLUMN caller text;
ALTER TABLE llm_requests
    ADD COLUMN caller text;

-- Keys of programs (secret) and of widgets (publishable). Of a key only its hash is kept; its prefix finds it.
CREATE TABLE api_keys (
    id                 uuid         NOT NULL,
    account_id         uuid         NOT NULL REFERENCES accounts (id),
    kind               text         NOT NULL CHECK (kind IN ('secret', 'publishable')),
    name               text         NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    prefix             text         NOT NULL,
    hash               text         NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    role               text         NOT NULL CHECK (role IN ('visitor', 'member', 'editor', 'owner')),
    agent_instance_id  uuid,
    -- Of the pages that may use a publishable key, such as https://www.example.com, with blanks between them.
    origins            text         NOT NULL DEFAULT '',
    created_by         text         NOT NULL,
    created_at         timestamptz  NOT NULL DEFAULT now(),
    expires_at         timestamptz,
    revoked_at         timestamptz,
    PRIMARY KEY (id, account_id),
    FOREIGN KEY (agent_instance_id, account_id) REFERENCES agent_instances (id, account_id),
    CHECK (kind = 'secret' OR (role = 'visitor' AND agent_instance_id IS NOT NULL AND origins <> ''))
);
CREATE UNIQUE INDEX api_keys_by_prefix ON api_keys (prefix);

-- Who did what to which object. Nothing of it is ever changed; an account's id is NULL for what concerns the installation.
CREATE TABLE audit_events (
    id          uuid         PRIMARY KEY,
    at          timestamptz  NOT NULL DEFAULT now(),
    account_id  uuid,
    caller      text         NOT NULL,
    action      text         NOT NULL,
    object      text         NOT NULL,
    outcome     text         NOT NULL CHECK (outcome IN ('done', 'refused')),
    request_id  text         NOT NULL,
    detail      text         NOT NULL DEFAULT ''
);
CREATE INDEX audit_events_by_account ON audit_events (account_id, id);
CREATE TRIGGER audit_events_keep BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_step();
CREATE TRIGGER audit_events_are_kept BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_step();
