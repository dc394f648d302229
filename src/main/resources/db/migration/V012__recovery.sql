-- The node that runs the request, and when somebody asked another node to end it.
ALTER TABLE llm_requests
    ADD COLUMN node_id              text,
    ADD COLUMN cancel_requested_at  timestamptz;

-- How far a running request had come when its node last wrote it down; for whoever has to end it in the node's place.
-- Tokens are of the call that was running then, counted from characters.
CREATE TABLE checkpoints (
    llm_request_id     uuid        NOT NULL,
    account_id         uuid        NOT NULL,
    llm_call_id        uuid        NOT NULL,
    node_id            text        NOT NULL,
    content            text        NOT NULL,
    prompt_tokens      bigint      NOT NULL,
    completion_tokens  bigint      NOT NULL,
    written_at         timestamptz NOT NULL,
    PRIMARY KEY (llm_request_id, account_id),
    FOREIGN KEY (llm_request_id, account_id) REFERENCES llm_requests (id, account_id)
) WITH (fillfactor = 50);
