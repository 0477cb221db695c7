-- What left the case and what came into it: packages given out and taken in, what the case was made from, exports and lists.
CREATE TABLE passage (
    id              TEXT NOT NULL PRIMARY KEY,
    kind            TEXT NOT NULL,
    package_id      TEXT NOT NULL, -- empty where it was no package
    package_kind    TEXT NOT NULL,
    file_sha256     TEXT NOT NULL, -- of the file that was given out or read; empty where there was none
    manifest_sha256 TEXT NOT NULL,
    about_json      TEXT NOT NULL,
    by              TEXT REFERENCES person (id), -- NULL where somebody acted who is not a person of the case
    created         TEXT NOT NULL
) STRICT;

-- The papers of what came in (manifest, signature, the other case's log), which lie among the originals.
CREATE TABLE passage_file (
    id         TEXT NOT NULL PRIMARY KEY,
    passage_id TEXT NOT NULL REFERENCES passage (id),
    name       TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    size       INTEGER NOT NULL,
    UNIQUE (passage_id, name)
) STRICT;

CREATE TRIGGER passage_stays BEFORE UPDATE ON passage BEGIN SELECT raise(ABORT, 'passage is never changed'); END;
CREATE TRIGGER passage_kept BEFORE DELETE ON passage BEGIN SELECT raise(ABORT, 'passage is never deleted'); END;
CREATE TRIGGER passage_file_stays BEFORE UPDATE ON passage_file BEGIN SELECT raise(ABORT, 'passage_file is never changed'); END;
CREATE TRIGGER passage_file_kept BEFORE DELETE ON passage_file BEGIN SELECT raise(ABORT, 'passage_file is never deleted'); END;
