-- Sums of calls by the day on which they began, in UTC, for reports over long times. A day is summed some minutes after
-- its end; the days up to the last of summed_days are, and reports count the calls of later days themselves.
CREATE TABLE usage_days (
    account_id             uuid    NOT NULL,
    day                    date    NOT NULL,
    agent_instance_id      uuid    NOT NULL,
    provider               text    NOT NULL,
    model                  text    NOT NULL,
    status                 text    NOT NULL,
    cost_source            text    NOT NULL,
    requests               bigint  NOT NULL,
    calls                  bigint  NOT NULL,
    prompt_tokens          bigint,
    cached_tokens          bigint,
    cache_write_tokens     bigint,
    completion_tokens      bigint,
    reasoning_tokens       bigint,
    total_cost             numeric,
    upstream_cost          numeric,
    reconciled_difference  numeric,
    PRIMARY KEY (account_id, day, agent_instance_id, provider, model, status, cost_source)
);
CREATE INDEX usage_days_by_day ON usage_days (day);
CREATE TABLE summed_days (
    day  date  PRIMARY KEY
);

-- A call as a row of usage_days.
CREATE VIEW call_usage AS
SELECT account_id, CAST(claimed_at AT TIME ZONE 'UTC' AS date) AS day, agent_instance_id, provider,
    COALESCE(served_model, model) AS model, status, COALESCE(cost_source, 'open') AS cost_source,
    CAST(sequence = 1 AND attempt = 1 AS int) AS requests, 1 AS calls,
    prompt_tokens, cached_tokens, cache_write_tokens, completion_tokens, reasoning_tokens, total_cost, upstream_cost,
    CASE WHEN reconciled_at IS NOT NULL THEN total_cost - estimated_cost END AS reconciled_difference,
    claimed_at
FROM llm_calls;

-- Days of accounts that are to be summed again, because a call of theirs changed after its day.
CREATE TABLE changed_days (
    account_id  uuid         NOT NULL,
    day         date         NOT NULL,
    changed_at  timestamptz  NOT NULL,
    PRIMARY KEY (account_id, day)
);
-- With DO NOTHING, a mark that is just being worked off would hide a change that the work has not seen.
CREATE FUNCTION mark_changed_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changed_days (account_id, day, changed_at)
    VALUES (NEW.account_id, CAST(NEW.claimed_at AT TIME ZONE 'UTC' AS date), now())
    ON CONFLICT (account_id, day) DO UPDATE SET changed_at = excluded.changed_at;
    RETURN NULL;
END $$;
CREATE TRIGGER llm_calls_mark_changed_day AFTER UPDATE ON llm_calls FOR EACH ROW
    WHEN (OLD.claimed_at < date_trunc('day', now(), 'UTC')
        AND (NEW.status, NEW.cost_source, NEW.total_cost) IS DISTINCT FROM (OLD.status, OLD.cost_source, OLD.total_cost))
    EXECUTE FUNCTION mark_changed_day();

-- For operators: calls whose cost is not sure, and whether their providers are still asked.
CREATE VIEW unsettled_calls AS
SELECT c.id, c.llm_request_id, r.account_slug, r.agent_instance_slug, c.provider, COALESCE(c.served_model, c.model) AS model,
    c.status, c.cost_source, c.total_cost, c.generation_id, c.claimed_at, c.reconcile_attempts,
    c.generation_id IS NULL OR c.reconcile_at = 'infinity' AS given_up
FROM llm_calls c JOIN llm_requests r ON r.id = c.llm_request_id AND r.account_id = c.account_id
WHERE c.cost_source IN ('unknown', 'estimate') AND c.status <> 'failed';
