-- Every tenant table carries account_id; its keys include it, so that no row can refer to another tenant's.

CREATE TABLE accounts (
    id          uuid        PRIMARY KEY,
    slug        text        NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    name        text        NOT NULL,
    status      text        NOT NULL CHECK (status IN ('active', 'suspended')),
    created_at  timestamptz NOT NULL
);

CREATE TABLE agent_instances (
    id          uuid        NOT NULL,
    account_id  uuid        NOT NULL REFERENCES accounts (id),
    slug        text        NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    agent_type  text        NOT NULL,
    name        text        NOT NULL,
    status      text        NOT NULL CHECK (status IN ('active', 'inactive')),
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (id, account_id),
    UNIQUE (account_id, slug)
);

CREATE TABLE sessions (
    id                 uuid        NOT NULL,
    account_id         uuid        NOT NULL,
    agent_instance_id  uuid        NOT NULL,
    created_at         timestamptz NOT NULL,
    PRIMARY KEY (id, account_id),
    FOREIGN KEY (agent_instance_id, account_id) REFERENCES agent_instances (id, account_id)
);

CREATE TABLE llm_requests (
    id                      uuid        NOT NULL,
    account_id              uuid        NOT NULL,
    account_slug            text        NOT NULL,
    agent_instance_id       uuid        NOT NULL,
    agent_instance_slug     text        NOT NULL,
    agent_type              text        NOT NULL,
    session_id              uuid        NOT NULL,
    provider                text        NOT NULL,
    model                   text        NOT NULL,
    completion_status       text        NOT NULL CHECK (completion_status IN
        ('in_progress', 'complete', 'partial', 'error', 'timeout', 'cancelled', 'limit', 'interrupted')),
    error_type              text,
    prompt_tokens           bigint      CHECK (prompt_tokens >= 0),
    cached_tokens           bigint      CHECK (cached_tokens >= 0),
    completion_tokens       bigint      CHECK (completion_tokens >= 0),
    reasoning_tokens        bigint      CHECK (reasoning_tokens >= 0),
    total_tokens            bigint      CHECK (total_tokens >= 0),
    prompt_cost             numeric     CHECK (prompt_cost >= 0),
    completion_cost         numeric     CHECK (completion_cost >= 0),
    total_cost              numeric     CHECK (total_cost >= 0),
    latency_ms              bigint      CHECK (latency_ms >= 0),
    time_to_first_token_ms  bigint      CHECK (time_to_first_token_ms >= 0),
    config_hash             text        NOT NULL,
    started_at              timestamptz NOT NULL,
    finished_at             timestamptz,
    PRIMARY KEY (id, account_id),
    FOREIGN KEY (session_id, account_id) REFERENCES sessions (id, account_id),
    FOREIGN KEY (agent_instance_id, account_id) REFERENCES agent_instances (id, account_id),
    CHECK ((completion_status = 'in_progress') = (finished_at IS NULL))
);
CREATE INDEX llm_requests_by_time ON llm_requests (account_id, started_at);

CREATE TABLE llm_calls (
    id                 uuid        NOT NULL,
    llm_request_id     uuid        NOT NULL,
    account_id         uuid        NOT NULL,
    sequence           int         NOT NULL CHECK (sequence >= 1),
    attempt            int         NOT NULL CHECK (attempt >= 1),
    provider           text        NOT NULL,
    model              text        NOT NULL,
    served_model       text,
    generation_id      text,
    status             text        NOT NULL CHECK (status IN
        ('claimed', 'streaming', 'settled', 'partial', 'failed', 'unknown')),
    prompt_tokens      bigint      CHECK (prompt_tokens >= 0),
    cached_tokens      bigint      CHECK (cached_tokens >= 0),
    completion_tokens  bigint      CHECK (completion_tokens >= 0),
    reasoning_tokens   bigint      CHECK (reasoning_tokens >= 0),
    total_tokens       bigint      CHECK (total_tokens >= 0),
    prompt_cost        numeric     CHECK (prompt_cost >= 0),
    completion_cost    numeric     CHECK (completion_cost >= 0),
    total_cost         numeric     CHECK (total_cost >= 0),
    cost_source        text        CHECK (cost_source IN ('provider', 'price_book', 'estimate', 'unknown')),
    price_version      text,
    error_type         text,
    claimed_at         timestamptz NOT NULL,
    first_byte_at      timestamptz,
    finished_at        timestamptz,
    node_id            text        NOT NULL,
    PRIMARY KEY (id, account_id),
    UNIQUE (llm_request_id, account_id, sequence, attempt),
    FOREIGN KEY (llm_request_id, account_id) REFERENCES llm_requests (id, account_id),
    CHECK ((status IN ('claimed', 'streaming')) = (finished_at IS NULL)),
    CHECK ((finished_at IS NULL) = (cost_source IS NULL)),
    CHECK (cost_source IS NULL OR (cost_source = 'unknown') = (total_cost IS NULL))
);
CREATE INDEX llm_calls_unsettled ON llm_calls (claimed_at) WHERE status IN ('claimed', 'streaming', 'unknown');

CREATE TABLE tool_calls (
    id                     uuid        NOT NULL,
    llm_request_id         uuid        NOT NULL,
    llm_call_id            uuid        NOT NULL,
    account_id             uuid        NOT NULL,
    provider_tool_call_id  text        NOT NULL,
    tool_name              text        NOT NULL,
    arguments              text        NOT NULL,
    status                 text        NOT NULL CHECK (status IN
        ('running', 'ok', 'failed', 'timeout', 'rejected', 'cancelled')),
    result_size            int         CHECK (result_size >= 0),
    error_type             text,
    started_at             timestamptz NOT NULL,
    duration_ms            bigint      CHECK (duration_ms >= 0),
    PRIMARY KEY (id, account_id),
    FOREIGN KEY (llm_request_id, account_id) REFERENCES llm_requests (id, account_id),
    FOREIGN KEY (llm_call_id, account_id) REFERENCES llm_calls (id, account_id)
);
CREATE INDEX tool_calls_by_request ON tool_calls (llm_request_id);

CREATE TABLE messages (
    id                 uuid        NOT NULL,
    session_id         uuid        NOT NULL,
    account_id         uuid        NOT NULL,
    agent_instance_id  uuid        NOT NULL,
    llm_request_id     uuid        NOT NULL,
    role               text        NOT NULL CHECK (role IN ('user', 'assistant')),
    content            text        NOT NULL,
    total_cost         numeric     CHECK (total_cost >= 0),
    completion_status  text        NOT NULL CHECK (completion_status IN
        ('complete', 'partial', 'error', 'timeout', 'cancelled', 'limit', 'interrupted')),
    created_at         timestamptz NOT NULL,
    PRIMARY KEY (id, account_id),
    FOREIGN KEY (session_id, account_id) REFERENCES sessions (id, account_id),
    -- Checked at commit: the visitor's message goes in with its session, just before the request that it belongs to.
    FOREIGN KEY (llm_request_id, account_id) REFERENCES llm_requests (id, account_id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX messages_by_session ON messages (session_id, id);
