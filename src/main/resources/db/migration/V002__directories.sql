CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE directory_lists (
    id            uuid        NOT NULL,
    account_id    uuid        NOT NULL REFERENCES accounts (id),
    name          text        NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    title         text        NOT NULL,
    description   text        NOT NULL,
    field_names   text        NOT NULL,
    tag_names     text        NOT NULL,
    entry_count   int         NOT NULL CHECK (entry_count >= 0),
    content_hash  text        NOT NULL,
    imported_at   timestamptz NOT NULL,
    PRIMARY KEY (id, account_id),
    UNIQUE (account_id, name)
);

-- search_text holds the values of an entry and its tags, never the names of its fields, in lower case without accents.
CREATE TABLE directory_entries (
    id           uuid   NOT NULL,
    account_id   uuid   NOT NULL,
    list_id      uuid   NOT NULL,
    entry_key    text   NOT NULL,
    position     int    NOT NULL,
    data         jsonb  NOT NULL,
    tags         text[] NOT NULL,
    search_text  text   NOT NULL,
    PRIMARY KEY (id, account_id),
    UNIQUE (list_id, account_id, entry_key),
    FOREIGN KEY (list_id, account_id) REFERENCES directory_lists (id, account_id) ON DELETE CASCADE
);
