-- At each start: what the application's role may do, whatever its name is, and nothing beyond that. It deletes nothing that
-- was booked, empties no table, and changes no table, policy or trigger. Nodes that start at once wait for each other.
DO $$
DECLARE
    what text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('parley.grants'));
    FOREACH what IN ARRAY ARRAY [
        'USAGE ON SCHEMA "${flyway:defaultSchema}"',
        'EXECUTE ON FUNCTION account_of(text)',
        'SELECT, INSERT, UPDATE ON accounts, agent_instances, api_keys, nodes, directory_lists',
        'SELECT, INSERT, UPDATE ON llm_requests, llm_calls, tool_calls',
        'SELECT, INSERT, UPDATE, DELETE ON messages, checkpoints, cap_counters, changed_days, sign_ins, rates',
        'SELECT, INSERT, DELETE ON directory_entries, usage_days',
        'SELECT, INSERT ON sessions, audit_events, summed_days',
        'SELECT ON call_usage']
    LOOP
        EXECUTE format('GRANT %s TO %I', what, '${role}');
    END LOOP;
END $$;
