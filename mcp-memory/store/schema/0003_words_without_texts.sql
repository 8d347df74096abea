-- readers: compatible
-- An index that does not keep the texts once more: each of them is in a document, from which it is derived. Half the
-- file, and a third less to write for a record.
DROP TABLE record_terms;
DROP TABLE record_words;
DROP TABLE record_fragments;

CREATE VIRTUAL TABLE record_words USING fts5 (
  title, summary, keywords, body,
  content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE record_fragments USING fts5 (fragments, content = '', columnsize = 0, tokenize = 'trigram');

INSERT INTO record_words (record_words, rank) VALUES ('automerge', 8);
INSERT INTO record_fragments (record_fragments, rank) VALUES ('automerge', 8);

CREATE VIRTUAL TABLE record_terms USING fts5vocab ('record_words', 'row');

-- Lists read the log backwards instead.
DROP INDEX records_by_project;

UPDATE derived_form SET form = 0;
