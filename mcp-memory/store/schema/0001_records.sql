-- The current revision of every record. docs/formats/memory-store.md describes each column.
CREATE TABLE records (
  position INTEGER PRIMARY KEY AUTOINCREMENT,  -- order of writing; commits are serialised, so it has no late gaps
  id TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  type TEXT NOT NULL,
  project TEXT NOT NULL,
  agent TEXT NOT NULL,
  run_id TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  status TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  severity TEXT NOT NULL,                      -- of an incident, else empty
  scope TEXT NOT NULL,                         -- one entry a line
  document TEXT NOT NULL,                      -- what the author said, JSON
  content_hash TEXT NOT NULL                   -- SHA-256 of the document
) STRICT;

CREATE UNIQUE INDEX records_by_content ON records (project, content_hash);
CREATE INDEX records_by_project ON records (project, position);
CREATE INDEX records_by_type ON records (project, type, status, position);

-- Words of every record, by the same position. No triggers: the store fills it in the same transaction.
CREATE VIRTUAL TABLE record_words USING fts5 (
  title, summary, keywords, body,
  tokenize = 'porter unicode61 remove_diacritics 2'
);
