-- Records that change: revisions, supersession, links, confirmations, and one log of all changes.
-- docs/formats/memory-store.md describes each column.

CREATE TABLE changes (
  position INTEGER PRIMARY KEY,   -- order of all changes, never reused; also the position of a record
  record INTEGER NOT NULL,        -- records.position
  project TEXT NOT NULL,
  kind TEXT NOT NULL,             -- written, updated, superseded, linked, unlinked, confirmed, purged
  agent TEXT NOT NULL,
  run_id TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  revision INTEGER NOT NULL,      -- of the record, after the change
  detail TEXT NOT NULL            -- JSON, by kind
) STRICT;

INSERT INTO changes
  SELECT position, position, project, 'written', agent, run_id, trace_id, created_ms, revision, '{}' FROM records;

CREATE INDEX changes_by_project ON changes (project, position, agent);
CREATE INDEX changes_by_record ON changes (record, position) WHERE kind <> 'written';

-- The document apart from what lists and searches look at: those pass over many rows.
CREATE TABLE documents (
  position INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,           -- of the current revision
  trace_id TEXT NOT NULL,
  document TEXT NOT NULL          -- what the author said, JSON
) STRICT;

INSERT INTO documents SELECT position, run_id, trace_id, document FROM records;

ALTER TABLE records RENAME TO records_of_schema_1;

CREATE TABLE records (
  position INTEGER PRIMARY KEY,   -- of the change that wrote it
  id TEXT NOT NULL,
  project TEXT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  agent TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  revision INTEGER NOT NULL,      -- the current one
  began_ms INTEGER NOT NULL,      -- when it became current
  superseded_by INTEGER,          -- position of the record that took its place
  superseded_ms INTEGER,
  review_by_ms INTEGER,
  valid_until_ms INTEGER,
  worked INTEGER NOT NULL,        -- agents but the author whose last word on it is this
  failed INTEGER NOT NULL,
  branch TEXT NOT NULL,           -- it holds on this branch only; empty: everywhere
  severity TEXT NOT NULL,         -- of an incident, else empty
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  scope TEXT NOT NULL,            -- one entry a line
  tags TEXT NOT NULL,             -- one a line
  content_hash TEXT NOT NULL      -- SHA-256 of the document
) STRICT;

INSERT INTO records
  SELECT position, id, project, type, status, agent, created_ms, revision, created_ms, NULL, NULL, NULL, NULL, 0, 0, '',
    severity, title, summary, scope,
    coalesce((SELECT group_concat(value, char(10)) FROM json_each(document, '$.tags')), ''), content_hash
  FROM records_of_schema_1;

DROP TABLE records_of_schema_1;

CREATE UNIQUE INDEX records_by_id ON records (id);
CREATE INDEX records_by_content ON records (content_hash);
CREATE INDEX records_by_project ON records (project, position);
CREATE INDEX records_by_type ON records (project, type, status, position);
CREATE INDEX records_by_successor ON records (superseded_by) WHERE superseded_by IS NOT NULL;

-- Revisions that are no longer current.
CREATE TABLE past_revisions (
  words INTEGER PRIMARY KEY,      -- rowid of its words, below 0
  record INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  began_ms INTEGER NOT NULL,
  ended_ms INTEGER NOT NULL,
  status TEXT NOT NULL,
  review_by_ms INTEGER,
  valid_until_ms INTEGER,
  branch TEXT NOT NULL,
  severity TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  scope TEXT NOT NULL,
  tags TEXT NOT NULL,
  run_id TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  document TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX past_revisions_by_record ON past_revisions (record, revision);

-- Every revision of every record, for questions about the past.
CREATE VIEW current_versions AS
  SELECT position AS words, position, id, project, type, status, agent, created_ms, revision, began_ms, NULL AS ended_ms,
    superseded_by, superseded_ms, review_by_ms, valid_until_ms, worked, failed, branch, severity, title, summary, scope, tags
  FROM records;

CREATE VIEW past_versions AS
  SELECT p.words, r.position, r.id, r.project, r.type, p.status, r.agent, r.created_ms, p.revision, p.began_ms, p.ended_ms,
    r.superseded_by, r.superseded_ms, p.review_by_ms, p.valid_until_ms, r.worked, r.failed, p.branch, p.severity, p.title,
    p.summary, p.scope, p.tags
  FROM past_revisions p JOIN records r ON r.position = p.record;

CREATE VIEW versions AS SELECT * FROM current_versions UNION ALL SELECT * FROM past_versions;

CREATE TABLE links (
  from_record INTEGER NOT NULL,
  relation TEXT NOT NULL,
  to_record INTEGER NOT NULL,
  agent TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (from_record, relation, to_record)
) STRICT, WITHOUT ROWID;

CREATE INDEX links_by_target ON links (to_record, relation);

-- The last word of each agent on whether a record works.
CREATE TABLE confirmations (
  record INTEGER NOT NULL,
  agent TEXT NOT NULL,
  outcome TEXT NOT NULL,          -- worked, failed
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (record, agent)
) STRICT, WITHOUT ROWID;

-- How far an agent has acknowledged the changes of a project.
CREATE TABLE acknowledged (
  project TEXT NOT NULL,
  agent TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (project, agent)
) STRICT, WITHOUT ROWID;

-- Tombstones: these ids never come back, whatever is imported.
CREATE TABLE purged (
  record INTEGER PRIMARY KEY,     -- the position that it had
  id TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL,
  type TEXT NOT NULL,
  agent TEXT NOT NULL,            -- who purged it
  at_ms INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- Error texts, paths and identifiers by the three characters at each place, to be found in part.
CREATE VIRTUAL TABLE record_fragments USING fts5 (fragments, tokenize = 'trigram');

-- Each write leaves a segment in both. Merging eight of a size at once instead of four writes a quarter less to a large
-- memory; questions did not get slower.
INSERT INTO record_words (record_words, rank) VALUES ('automerge', 8);
INSERT INTO record_fragments (record_fragments, rank) VALUES ('automerge', 8);

-- What a question's words weigh.
CREATE VIRTUAL TABLE record_terms USING fts5vocab ('record_words', 'row');

-- Fingerprints of title and summary: records that share a band are probably near-duplicates.
CREATE TABLE record_bands (
  band INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (band, position)
) STRICT, WITHOUT ROWID;

-- Which form words, fragments and bands have; the next write makes those of an older form anew.
CREATE TABLE derived_form (form INTEGER NOT NULL) STRICT;

INSERT INTO derived_form VALUES (0);
