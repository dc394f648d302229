-- When what was said in a request was erased; what it cost stays.
ALTER TABLE llm_requests
    ADD COLUMN text_erased_at timestamptz;
