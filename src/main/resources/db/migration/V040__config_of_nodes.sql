-- The configuration that a node runs on: how many it has had since its start, and which one this is. The same files have
-- the same hash on every node.
ALTER TABLE nodes
    ADD COLUMN config_epoch bigint,
    ADD COLUMN config_hash  text,
    ADD COLUMN config_since timestamptz;
