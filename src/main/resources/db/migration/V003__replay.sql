-- A client may send its request again under the same key: it is answered by the turn that the first one began.
ALTER TABLE llm_requests
    ADD COLUMN answer_id         uuid,
    ADD COLUMN idempotency_key   text,
    ADD COLUMN body_hash         text,
    ADD COLUMN finish_reason     text,
    ADD COLUMN prompt_sections   text,
    ADD CONSTRAINT llm_requests_key_has_body CHECK ((idempotency_key IS NULL) = (body_hash IS NULL));
CREATE UNIQUE INDEX llm_requests_by_key ON llm_requests (account_id, agent_instance_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

-- What the model was shown of a tool call, and how many characters of the answer came before it.
ALTER TABLE tool_calls
    ADD COLUMN result       text,
    ADD COLUMN said_before  int CHECK (said_before >= 0);
