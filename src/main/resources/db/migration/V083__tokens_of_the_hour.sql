-- Tokens of the calls that were settled in an hour, of scopes with a limit on them.
ALTER TABLE rates
    ADD COLUMN hour           timestamptz  NOT NULL DEFAULT date_trunc('hour', now(), 'UTC'),
    ADD COLUMN tokens         bigint       NOT NULL DEFAULT 0,
    -- Whether a request was counted that such a limit was for; it stays until the row is forgotten.
    ADD COLUMN counts_tokens  boolean      NOT NULL DEFAULT false;

-- Whoever writes down what a call took adds to them in the same transaction: the turn itself, recovery, a journal,
-- reconciliation. Its rows are locked in the order in which requests are counted.
CREATE FUNCTION add_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    added      CONSTANT bigint := COALESCE(NEW.total_tokens, 0) - COALESCE(OLD.total_tokens, 0);
    request    record;
    used       record;
    this_hour  timestamptz;
BEGIN
    SELECT via, caller INTO request FROM llm_requests WHERE id = NEW.llm_request_id AND account_id = NEW.account_id;
    FOR used IN
        SELECT scope, whose FROM rates
        WHERE account_id = NEW.account_id AND counts_tokens AND (scope = 'account'
            OR scope = 'agent' AND whose = CAST(NEW.agent_instance_id AS text)
            OR scope = 'key' AND whose = request.via
            OR scope = 'visitor' AND whose = request.caller)
        ORDER BY scope, whose FOR UPDATE
    LOOP
        this_hour := date_trunc('hour', clock_timestamp(), 'UTC');
        UPDATE rates SET tokens = greatest(0, added + CASE WHEN hour = this_hour THEN tokens ELSE 0 END), hour = this_hour
        WHERE account_id = NEW.account_id AND scope = used.scope AND whose = used.whose;
    END LOOP;
    RETURN NEW;
END $$;

-- Triggers fire in the order of their names: this one goes before that of caps, as limits go before caps when a request is
-- opened. The other way round could be a deadlock.
CREATE TRIGGER llm_calls_add_tokens BEFORE UPDATE ON llm_calls FOR EACH ROW
    WHEN (NEW.total_tokens IS DISTINCT FROM OLD.total_tokens)
    EXECUTE FUNCTION add_tokens();
