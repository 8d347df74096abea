-- Events are facts of their sources. Which runs they belong to follows from strands and bindings,
-- and can be worked out anew from those at any time. docs/formats/run-store.md explains the tables.

-- All events that say the same about where they belong.
CREATE TABLE strands (
  strand INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  prompt_id TEXT NOT NULL,
  alone INTEGER NOT NULL, -- 1: of run_id only, whatever the session is bound to
  UNIQUE (run_id, session_id, prompt_id, alone)
) STRICT;
CREATE INDEX strands_of_session ON strands (session_id) WHERE session_id <> '';

-- The work of a session, or of one prompt of it, was for a run.
CREATE TABLE bindings (
  session_id TEXT NOT NULL,
  prompt_id TEXT NOT NULL, -- '': the session as a whole, from that time on
  run_id TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  PRIMARY KEY (session_id, prompt_id, run_id)
) STRICT, WITHOUT ROWID;

-- Worked out from the two above: the events of a strand in this span belong to the run.
CREATE TABLE strand_runs (
  run_id TEXT NOT NULL,
  strand INTEGER NOT NULL REFERENCES strands,
  from_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  PRIMARY KEY (run_id, strand)
) STRICT, WITHOUT ROWID;
CREATE INDEX runs_of_strand ON strand_runs (strand);

CREATE TABLE events (
  position INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of arrival, never used twice; no part of any timeline
  id TEXT NOT NULL UNIQUE,
  strand INTEGER NOT NULL REFERENCES strands,
  source TEXT NOT NULL,
  stream TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  clock TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  received_ms INTEGER,
  stored_ms INTEGER NOT NULL, -- by the clock of the machine that stored it
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  agent TEXT NOT NULL,
  actor TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  cause_id TEXT NOT NULL,
  tool_use_id TEXT NOT NULL,
  tool TEXT NOT NULL,
  file_path TEXT NOT NULL,
  duration_ms INTEGER,
  cost_usd REAL,
  tokens_in INTEGER,
  tokens_out INTEGER,
  redactions INTEGER NOT NULL,
  original_bytes INTEGER
) STRICT;
CREATE INDEX events_of_strand ON events (strand, at_ms);
-- What a run's summary is made of.
CREATE INDEX landmarks ON events (strand, at_ms) WHERE kind IN ('run.start', 'run.finish', 'prompt', 'message.in');
CREATE INDEX tool_calls ON events (strand, tool_use_id) WHERE tool_use_id <> '';
CREATE INDEX errors ON events (strand) WHERE severity = 'error';
CREATE INDEX file_edits ON events (file_path, at_ms) WHERE kind = 'file.edit';

-- Which events have which words; keeps no texts. Rows are those of events.
CREATE VIRTUAL TABLE event_words USING fts5 (
  words, content = '', tokenize = 'unicode61 remove_diacritics 2');

-- What the events of a run say of it as a whole.
CREATE TABLE runs (
  run_id TEXT PRIMARY KEY,
  parent_run_id TEXT NOT NULL DEFAULT '',
  agent TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  trigger_key TEXT NOT NULL DEFAULT '',
  announced INTEGER NOT NULL DEFAULT 0, -- 1: a run.start tells of it
  status TEXT NOT NULL DEFAULT '',      -- of the finish that counts
  outcome TEXT NOT NULL DEFAULT '',
  disputed INTEGER NOT NULL DEFAULT 0,
  started_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  finished_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX runs_by_start ON runs (started_ms, run_id);
CREATE INDEX runs_by_parent ON runs (parent_run_id) WHERE parent_run_id <> '';
CREATE INDEX runs_by_trigger ON runs (trigger_key) WHERE trigger_key <> '';
CREATE INDEX open_runs ON runs (last_ms) WHERE finished_ms IS NULL;

CREATE TABLE deleted_runs (
  run_id TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  by TEXT NOT NULL,
  reason TEXT NOT NULL,
  events INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What delivers events, by the clock of the machine that stores them.
CREATE TABLE feeds (
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  first_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  events INTEGER NOT NULL DEFAULT 0,
  unreadable INTEGER NOT NULL DEFAULT 0,
  position TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (source, name)
) STRICT, WITHOUT ROWID;

-- When a feed could not deliver. until_ms: when it did again; NULL: it has not yet.
CREATE TABLE outages (
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  until_ms INTEGER,
  trouble TEXT NOT NULL,
  PRIMARY KEY (source, name, from_ms)
) STRICT, WITHOUT ROWID;

-- Up to where events were looked at for what is too old.
CREATE TABLE sweeps (
  task TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
