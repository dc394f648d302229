-- What was asked in a minute, by all that belong to a scope: an account or agent by its id, a key or visitor by the id of
-- the caller. One row for each, so that whoever asks at the same moment on any node waits for it.
CREATE TABLE rates (
    account_id  uuid         NOT NULL REFERENCES accounts (id),
    scope       text         NOT NULL CHECK (scope IN ('account', 'agent', 'key', 'visitor')),
    whose       text         NOT NULL,
    minute      timestamptz  NOT NULL,
    requests    int          NOT NULL,
    -- As it was when a request was counted last.
    most        int          NOT NULL,
    PRIMARY KEY (account_id, scope, whose)
) WITH (fillfactor = 50);

-- The key that a visitor came by.
ALTER TABLE llm_requests
    ADD COLUMN via text;
CREATE INDEX llm_requests_running_by_account ON llm_requests (account_id) WHERE completion_status = 'in_progress';

ALTER TABLE rates ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_account ON rates
    USING ((SELECT all_in_scope()) OR account_id = (SELECT account_in_scope()))
    WITH CHECK ((SELECT all_in_scope()) OR account_id = (SELECT account_in_scope()));
