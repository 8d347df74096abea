-- readers: compatible
-- A store that is the projection of a log of record. All of this stays empty where there is none.

-- Which message of the log a change is.
CREATE TABLE logged (
  position INTEGER PRIMARY KEY,   -- of the change
  sequence INTEGER NOT NULL UNIQUE,
  change_id TEXT NOT NULL UNIQUE  -- digest of its line
) STRICT;

-- Changes made here that were not read back from the log yet, in their order.
CREATE TABLE outbox (
  number INTEGER PRIMARY KEY,
  change_id TEXT NOT NULL UNIQUE,
  agent TEXT NOT NULL,
  kind TEXT NOT NULL,
  record_id TEXT NOT NULL,
  other_id TEXT NOT NULL,         -- the second record that it speaks of, or empty
  position INTEGER UNIQUE,        -- of the change; NULL: another one came first, so it was taken back
  acknowledged INTEGER,           -- sequence, once the log has it
  line TEXT NOT NULL
) STRICT;

CREATE INDEX outbox_by_record ON outbox (record_id);
CREATE INDEX outbox_to_deliver ON outbox (number, agent) WHERE acknowledged IS NULL;
CREATE INDEX outbox_by_other ON outbox (other_id) WHERE other_id <> '';

-- Up to where the log was read.
CREATE TABLE log_place (
  created_ms INTEGER NOT NULL,    -- of the stream: another one under the same name is another log
  sequence INTEGER NOT NULL,
  change_id TEXT NOT NULL,        -- of the last message
  stored_ms INTEGER NOT NULL      -- of the last message: the same one delivered again has another time
) STRICT;

-- Changes that came too late: another one had been there first.
CREATE TABLE conflicts (
  sequence INTEGER PRIMARY KEY,
  change_id TEXT NOT NULL UNIQUE,
  agent TEXT NOT NULL,
  project TEXT NOT NULL,
  record_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  is_cycle INTEGER NOT NULL,      -- records would have replaced each other: that hangs on all of them
  line TEXT NOT NULL              -- nothing is lost: what its author wanted to say
) STRICT;

CREATE INDEX conflicts_by_record ON conflicts (record_id);

-- Messages that are no changes, or that their subject does not allow.
CREATE TABLE quarantined (
  sequence INTEGER PRIMARY KEY,
  change_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  about TEXT NOT NULL,            -- ids of the records that it names, as far as it could be read
  excerpt TEXT NOT NULL
) STRICT;

CREATE INDEX quarantined_by_change ON quarantined (change_id);

-- Records that took the place of others and that the log has no longer: their tombstones are still to come.
CREATE TABLE missing_successors (
  record INTEGER PRIMARY KEY,     -- below 0
  id TEXT NOT NULL UNIQUE
) STRICT;

-- What records.superseded_by may point to.
CREATE VIEW successors AS
  SELECT position, id FROM records UNION ALL
  SELECT record, id FROM purged UNION ALL
  SELECT record, id FROM missing_successors;

-- Messages about purged records that the log may still hold.
CREATE TABLE left_in_log (
  record_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (record_id, sequence)
) STRICT, WITHOUT ROWID;
