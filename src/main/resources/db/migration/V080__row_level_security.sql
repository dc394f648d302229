-- A transaction names the account whose rows it sees and writes in the setting parley.account: an id, or 'all'. Without it
-- there are none. The owner of the tables is not held to that; the application is, whose role owns nothing.
CREATE FUNCTION account_in_scope() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE RETURN
    CAST(NULLIF(NULLIF(current_setting('parley.account', true), 'all'), '') AS uuid);
CREATE FUNCTION all_in_scope() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN
    current_setting('parley.account', true) = 'all';

-- With the owner's eyes: who knows a slug may learn the id that it stands for, to name it as the scope, and nothing else.
CREATE FUNCTION account_of(slug text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER RETURN
    (SELECT a.id FROM accounts a WHERE a.slug = account_of.slug);
REVOKE ALL ON FUNCTION account_of(text) FROM PUBLIC;

-- The functions are called once a statement, not once a row.
DO $$
DECLARE
    tenants text;
BEGIN
    FOREACH tenants IN ARRAY ARRAY ['agent_instances', 'sessions', 'llm_requests', 'llm_calls', 'tool_calls', 'messages',
        'directory_lists', 'directory_entries', 'checkpoints', 'cap_counters', 'usage_days', 'changed_days', 'api_keys',
        'audit_events']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenants);
        EXECUTE format('CREATE POLICY of_account ON %I '
            'USING ((SELECT all_in_scope()) OR account_id = (SELECT account_in_scope())) '
            'WITH CHECK ((SELECT all_in_scope()) OR account_id = (SELECT account_in_scope()))', tenants);
    END LOOP;
END $$;

-- An account is seen by itself.
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_account ON accounts
    USING ((SELECT all_in_scope()) OR id = (SELECT account_in_scope()))
    WITH CHECK ((SELECT all_in_scope()) OR id = (SELECT account_in_scope()));

-- Views show what their reader may see, not what their owner may.
ALTER VIEW ledger_audit SET (security_invoker = true);
ALTER VIEW cap_audit SET (security_invoker = true);
ALTER VIEW call_usage SET (security_invoker = true);
ALTER VIEW unsettled_calls SET (security_invoker = true);
