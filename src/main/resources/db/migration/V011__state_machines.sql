-- States move forward only, and what was booked stays. The conditions stand in the triggers, so that a step which is
-- allowed calls no function. An end that recovery wrote for a node that is gone (error_type node_lost) is presumed: the
-- node's own word, when it comes after all, goes over it.
CREATE FUNCTION refuse_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is refused by %', TG_OP, TG_NAME
        USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END $$;

-- How sure the source of an amount is.
CREATE FUNCTION sureness(cost_source text) RETURNS int LANGUAGE sql IMMUTABLE RETURN
    array_position(ARRAY ['unknown', 'estimate', 'price_book', 'provider'], cost_source);

CREATE TRIGGER llm_calls_keep_identity BEFORE UPDATE ON llm_calls FOR EACH ROW
    WHEN ((OLD.id, OLD.llm_request_id, OLD.account_id, OLD.sequence, OLD.attempt, OLD.provider, OLD.model, OLD.claimed_at, OLD.node_id)
        IS DISTINCT FROM
        (NEW.id, NEW.llm_request_id, NEW.account_id, NEW.sequence, NEW.attempt, NEW.provider, NEW.model, NEW.claimed_at, NEW.node_id))
    EXECUTE FUNCTION refuse_step();

CREATE TRIGGER llm_calls_move_forward BEFORE UPDATE ON llm_calls FOR EACH ROW
    WHEN (NEW.status <> OLD.status AND NOT (
        OLD.status = 'claimed'
        OR (OLD.status = 'streaming' AND NEW.status <> 'claimed')
        OR (OLD.status = 'unknown' AND NEW.status NOT IN ('claimed', 'streaming'))
        OR (OLD.status = 'partial' AND NEW.status = 'settled')))
    EXECUTE FUNCTION refuse_step();

-- An amount gives way to one of a surer source; one of the price book or the provider gives way to no other of its kind.
CREATE TRIGGER llm_calls_keep_amounts BEFORE UPDATE ON llm_calls FOR EACH ROW
    WHEN (OLD.cost_source IS NOT NULL AND OLD.error_type IS DISTINCT FROM 'node_lost'
        AND (OLD.prompt_tokens, OLD.cached_tokens, OLD.completion_tokens, OLD.reasoning_tokens, OLD.total_tokens,
             OLD.prompt_cost, OLD.completion_cost, OLD.total_cost, OLD.cost_source)
            IS DISTINCT FROM
            (NEW.prompt_tokens, NEW.cached_tokens, NEW.completion_tokens, NEW.reasoning_tokens, NEW.total_tokens,
             NEW.prompt_cost, NEW.completion_cost, NEW.total_cost, NEW.cost_source)
        AND (sureness(NEW.cost_source) < sureness(OLD.cost_source)
            OR (NEW.cost_source = OLD.cost_source AND OLD.cost_source IN ('price_book', 'provider'))))
    EXECUTE FUNCTION refuse_step();

CREATE TRIGGER llm_requests_keep_identity BEFORE UPDATE ON llm_requests FOR EACH ROW
    WHEN ((OLD.id, OLD.account_id, OLD.account_slug, OLD.agent_instance_id, OLD.agent_instance_slug, OLD.session_id, OLD.answer_id, OLD.started_at)
        IS DISTINCT FROM
        (NEW.id, NEW.account_id, NEW.account_slug, NEW.agent_instance_id, NEW.agent_instance_slug, NEW.session_id, NEW.answer_id, NEW.started_at))
    EXECUTE FUNCTION refuse_step();

CREATE TRIGGER llm_requests_move_forward BEFORE UPDATE ON llm_requests FOR EACH ROW
    WHEN (NEW.completion_status <> OLD.completion_status AND NOT (
        OLD.completion_status = 'in_progress'
        OR (OLD.completion_status = 'interrupted' AND OLD.error_type IS NOT DISTINCT FROM 'node_lost'
            AND NEW.completion_status <> 'in_progress')))
    EXECUTE FUNCTION refuse_step();

CREATE TRIGGER tool_calls_move_forward BEFORE UPDATE ON tool_calls FOR EACH ROW
    WHEN (OLD.status <> 'running' AND NEW.status <> OLD.status)
    EXECUTE FUNCTION refuse_step();

CREATE TRIGGER llm_calls_stay BEFORE DELETE ON llm_calls FOR EACH ROW EXECUTE FUNCTION refuse_step();
CREATE TRIGGER llm_requests_stay BEFORE DELETE ON llm_requests FOR EACH ROW EXECUTE FUNCTION refuse_step();
CREATE TRIGGER llm_calls_are_kept BEFORE TRUNCATE ON llm_calls FOR EACH STATEMENT EXECUTE FUNCTION refuse_step();
CREATE TRIGGER llm_requests_are_kept BEFORE TRUNCATE ON llm_requests FOR EACH STATEMENT EXECUTE FUNCTION refuse_step();

-- For auditors: a row for each rule that a request breaks; none when all is well.
CREATE VIEW ledger_audit AS
SELECT r.id AS llm_request_id, r.account_id, r.started_at, broken.rule
FROM llm_requests r
CROSS JOIN LATERAL (
    SELECT count(*) AS calls, count(*) FILTER (WHERE finished_at IS NULL) AS open_calls,
        count(DISTINCT sequence) AS sequences, max(sequence) AS last_sequence,
        sum(prompt_tokens) AS prompt_tokens, sum(cached_tokens) AS cached_tokens, sum(completion_tokens) AS completion_tokens,
        sum(reasoning_tokens) AS reasoning_tokens, sum(total_tokens) AS total_tokens,
        sum(prompt_cost) AS prompt_cost, sum(completion_cost) AS completion_cost, sum(total_cost) AS total_cost
    FROM llm_calls WHERE llm_request_id = r.id AND account_id = r.account_id) c
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'running') AS running
    FROM tool_calls WHERE llm_request_id = r.id AND account_id = r.account_id) t
CROSS JOIN LATERAL (
    SELECT count(*) AS answers, min(total_cost) AS total_cost
    FROM messages WHERE session_id = r.session_id AND llm_request_id = r.id AND account_id = r.account_id AND role = 'assistant') m
CROSS JOIN LATERAL (VALUES
    ('has_calls', c.calls > 0),
    ('calls_in_sequence', c.sequences IS NOT DISTINCT FROM c.last_sequence),
    ('calls_are_finished', r.finished_at IS NULL OR c.open_calls = 0),
    ('tool_calls_are_finished', r.finished_at IS NULL OR t.running = 0),
    ('sums_are_of_calls', r.finished_at IS NULL OR
        (r.prompt_tokens, r.cached_tokens, r.completion_tokens, r.reasoning_tokens, r.total_tokens, r.prompt_cost, r.completion_cost, r.total_cost)
        IS NOT DISTINCT FROM
        (c.prompt_tokens, c.cached_tokens, c.completion_tokens, c.reasoning_tokens, c.total_tokens, c.prompt_cost, c.completion_cost, c.total_cost)),
    ('one_answer_at_its_end', m.answers = 0 OR (m.answers = 1 AND r.finished_at IS NOT NULL)),
    ('answer_has_its_cost', m.answers = 0 OR m.total_cost IS NOT DISTINCT FROM r.total_cost)
) AS broken (rule, holds)
WHERE NOT broken.holds;
