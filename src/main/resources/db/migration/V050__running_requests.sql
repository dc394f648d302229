-- Operators list what runs, whatever has run before.
CREATE INDEX llm_requests_running ON llm_requests (id) WHERE completion_status = 'in_progress';
