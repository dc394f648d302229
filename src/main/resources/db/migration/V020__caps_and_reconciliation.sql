-- A call has its agent by itself, for caps and reports; and what providers tell beside tokens and cost.
ALTER TABLE llm_calls
    ADD COLUMN agent_instance_id   uuid,
    ADD COLUMN cache_write_tokens  bigint   CHECK (cache_write_tokens >= 0),
    -- The part of total_cost that another provider bills, whose key was brought along.
    ADD COLUMN upstream_cost       numeric  CHECK (upstream_cost >= 0),
    -- What the call counts against caps: an upper estimate while its cost is not known, then its cost. NULL: without caps.
    ADD COLUMN cap_amount          numeric  CHECK (cap_amount >= 0),
    -- What was booked before the provider told.
    ADD COLUMN estimated_cost      numeric  CHECK (estimated_cost >= 0),
    ADD COLUMN reconciled_at       timestamptz,
    ADD COLUMN reconcile_attempts  int      NOT NULL DEFAULT 0,
    -- When the provider is asked next; NULL: it was not asked yet; infinity: it is asked no more.
    ADD COLUMN reconcile_at        timestamptz;
UPDATE llm_calls c SET agent_instance_id = r.agent_instance_id
FROM llm_requests r WHERE r.id = c.llm_request_id AND r.account_id = c.account_id;
ALTER TABLE llm_calls
    ALTER COLUMN agent_instance_id SET NOT NULL;
CREATE INDEX llm_calls_to_reconcile ON llm_calls (reconcile_at)
    WHERE cost_source IN ('unknown', 'estimate') AND generation_id IS NOT NULL;
CREATE INDEX llm_calls_by_time ON llm_calls (account_id, claimed_at);

-- Caps in USD; NULL: none. Soft ones warn and refuse nothing.
ALTER TABLE accounts
    ADD COLUMN cap_day    numeric  CHECK (cap_day >= 0),
    ADD COLUMN cap_month  numeric  CHECK (cap_month >= 0),
    ADD COLUMN cap_soft   boolean  NOT NULL DEFAULT false;
ALTER TABLE agent_instances
    ADD COLUMN cap_day    numeric  CHECK (cap_day >= 0),
    ADD COLUMN cap_month  numeric  CHECK (cap_month >= 0),
    ADD COLUMN cap_soft   boolean  NOT NULL DEFAULT false;

-- What the calls that began in a period count, of an account (scope_id is its id) or an agent (its id), for those with caps.
CREATE TABLE cap_counters (
    account_id      uuid     NOT NULL REFERENCES accounts (id),
    scope_id        uuid     NOT NULL,
    period          text     NOT NULL CHECK (period IN ('day', 'month')),
    starts_on       date     NOT NULL,
    counted         numeric  NOT NULL,
    -- As they were when a call reserved last.
    cap             numeric  NOT NULL,
    soft            boolean  NOT NULL,
    warned_percent  int      NOT NULL DEFAULT 0,
    -- Calls from before it that reserved nothing were counted then; NULL: there were none.
    recounted_at    timestamptz,
    PRIMARY KEY (account_id, scope_id, period, starts_on)
) WITH (fillfactor = 50);

-- Whoever writes down what a call cost moves the counters along with it, in the same transaction: the turn itself,
-- recovery, a journal, reconciliation. An unknown cost keeps the estimate counted; what a provider refused counts nothing.
CREATE FUNCTION count_for_caps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.cap_amount := CASE WHEN NEW.total_cost IS NOT NULL THEN NEW.total_cost
        WHEN NEW.status = 'failed' THEN 0 ELSE OLD.cap_amount END;
    IF NEW.cap_amount <> OLD.cap_amount THEN
        -- In the order in which calls reserve.
        PERFORM FROM cap_counters
        WHERE account_id = NEW.account_id AND scope_id IN (NEW.account_id, NEW.agent_instance_id)
            AND starts_on = CAST(date_trunc(period, NEW.claimed_at AT TIME ZONE 'UTC') AS date)
        ORDER BY scope_id, period FOR UPDATE;
        UPDATE cap_counters SET counted = counted + NEW.cap_amount - OLD.cap_amount
        WHERE account_id = NEW.account_id AND scope_id IN (NEW.account_id, NEW.agent_instance_id)
            AND starts_on = CAST(date_trunc(period, NEW.claimed_at AT TIME ZONE 'UTC') AS date);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER llm_calls_count_for_caps BEFORE UPDATE ON llm_calls FOR EACH ROW
    WHEN (OLD.cap_amount IS NOT NULL
        AND (NEW.status <> OLD.status OR NEW.total_cost IS DISTINCT FROM OLD.total_cost))
    EXECUTE FUNCTION count_for_caps();

-- For auditors: counters that are not the sum of their calls; none when all is well.
CREATE VIEW cap_audit AS
SELECT k.account_id, k.scope_id, k.period, k.starts_on, k.counted, s.counted AS of_calls
FROM cap_counters k
CROSS JOIN LATERAL (
    SELECT COALESCE(sum(COALESCE(c.cap_amount, CASE WHEN c.claimed_at < k.recounted_at THEN c.total_cost END)), 0) AS counted
    FROM llm_calls c
    WHERE c.account_id = k.account_id AND k.scope_id IN (c.account_id, c.agent_instance_id)
        AND c.claimed_at >= CAST(k.starts_on AS timestamp) AT TIME ZONE 'UTC'
        AND c.claimed_at < (k.starts_on + CAST('1 ' || k.period AS interval)) AT TIME ZONE 'UTC') s
WHERE s.counted <> k.counted;
