-- A process that shares the database; it has a row, with an id of its own, for each time that it was started.
-- All times are the database's, so that the clocks of the machines need not agree.
CREATE TABLE nodes (
    id            text        PRIMARY KEY,
    name          text        NOT NULL,
    status        text        NOT NULL CHECK (status IN ('up', 'draining', 'stopped', 'gone')),
    started_at    timestamptz NOT NULL,
    heartbeat_at  timestamptz NOT NULL,
    -- Since when no heartbeat was missed. A node that missed some says nothing about the others yet.
    steady_since  timestamptz NOT NULL
);
CREATE INDEX nodes_by_name ON nodes (name);
