-- What is said of cases, exhibits and events, field by field; documents; hits. facts_json is written as casefile.Facts;
-- NULL where nothing is said, as in all rows of earlier versions.
ALTER TABLE case_version ADD COLUMN review_on TEXT;
ALTER TABLE case_version ADD COLUMN related_json TEXT;
ALTER TABLE case_version ADD COLUMN facts_json TEXT;

ALTER TABLE exhibit_version ADD COLUMN quantity INTEGER; -- NULL for a single thing
ALTER TABLE exhibit_version ADD COLUMN facts_json TEXT;

DROP VIEW exhibit_now; -- a view keeps the columns that there were when it was made
CREATE VIEW exhibit_now AS
    SELECT v.*, e.created FROM exhibit_version v JOIN exhibit e ON e.id = v.exhibit_id
    WHERE v.version = (SELECT max(version) FROM exhibit_version WHERE exhibit_id = v.exhibit_id);

-- An event's own row is its first version; by is NULL in rows of earlier versions, whose log record names who it was.
ALTER TABLE event ADD COLUMN facts_json TEXT;
ALTER TABLE event ADD COLUMN by TEXT REFERENCES person (id);

CREATE TABLE event_version (
    event_id   TEXT NOT NULL REFERENCES event (id),
    version    INTEGER NOT NULL, -- from 2
    label      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    date       TEXT NOT NULL,
    place      TEXT NOT NULL,
    facts_json TEXT,
    reason     TEXT NOT NULL,
    by         TEXT NOT NULL REFERENCES person (id),
    at         TEXT NOT NULL,
    PRIMARY KEY (event_id, version)
) STRICT;

CREATE VIEW event_now AS
    SELECT e.id AS event_id, e.rowid AS place_in_order, coalesce(v.version, 1) AS version, coalesce(v.label, e.label) AS label,
        coalesce(v.kind, e.kind) AS kind, coalesce(v.date, e.date) AS date, coalesce(v.place, e.place) AS place,
        CASE WHEN v.version IS NULL THEN e.facts_json ELSE v.facts_json END AS facts_json, e.created,
        coalesce(v.reason, '') AS reason, coalesce(v.by, e.by) AS by, coalesce(v.at, e.created) AS at
    FROM event e LEFT JOIN event_version v ON v.event_id = e.id
        AND v.version = (SELECT max(version) FROM event_version WHERE event_id = e.id);

CREATE TABLE document (
    id         TEXT NOT NULL PRIMARY KEY,
    number     INTEGER NOT NULL UNIQUE, -- within the case, from 1
    sha256     TEXT NOT NULL,
    size       INTEGER NOT NULL,
    file_name  TEXT NOT NULL,
    media_type TEXT NOT NULL,
    created    TEXT NOT NULL
) STRICT;

CREATE TABLE document_version (
    document_id     TEXT NOT NULL REFERENCES document (id),
    version         INTEGER NOT NULL, -- from 1
    exhibit_id      TEXT REFERENCES exhibit (id), -- NULL, as event_id, where it belongs to the case
    event_id        TEXT REFERENCES event (id),
    kind            TEXT NOT NULL,
    title           TEXT NOT NULL,
    date            TEXT NOT NULL,
    author          TEXT NOT NULL,
    provenance_json TEXT NOT NULL,
    withdrawn       INTEGER NOT NULL,
    reason          TEXT NOT NULL,
    by              TEXT NOT NULL REFERENCES person (id),
    at              TEXT NOT NULL,
    PRIMARY KEY (document_id, version)
) STRICT;

CREATE INDEX document_version_exhibit ON document_version (exhibit_id);
CREATE INDEX document_version_event ON document_version (event_id);

CREATE TABLE hit (
    id            TEXT NOT NULL PRIMARY KEY,
    number        INTEGER NOT NULL UNIQUE, -- within the case, from 1
    exhibit_a     TEXT NOT NULL REFERENCES exhibit (id),
    exhibit_b     TEXT NOT NULL REFERENCES exhibit (id),
    comparison_id TEXT NOT NULL REFERENCES comparison (id),
    created       TEXT NOT NULL
) STRICT;

CREATE TABLE hit_version (
    hit_id        TEXT NOT NULL REFERENCES hit (id),
    version       INTEGER NOT NULL, -- from 1
    state         TEXT NOT NULL,
    conclusion_id TEXT NOT NULL REFERENCES conclusion (id),
    verification  TEXT NOT NULL, -- what verified the conclusion; empty where that was not required
    reason        TEXT NOT NULL,
    by            TEXT NOT NULL REFERENCES person (id),
    at            TEXT NOT NULL,
    PRIMARY KEY (hit_id, version)
) STRICT;

-- Lists and searches over a case with thousands of exhibits and recordings.
CREATE INDEX capture_exhibit ON capture (exhibit_id);
CREATE INDEX exhibit_version_parent ON exhibit_version (parent_id);
CREATE INDEX exhibit_version_event ON exhibit_version (event_id);
CREATE INDEX exhibit_version_label ON exhibit_version (label COLLATE NOCASE);

CREATE TRIGGER event_version_stays BEFORE UPDATE ON event_version BEGIN SELECT raise(ABORT, 'event_version is never changed'); END;
CREATE TRIGGER event_version_kept BEFORE DELETE ON event_version BEGIN SELECT raise(ABORT, 'event_version is never deleted'); END;
CREATE TRIGGER document_stays BEFORE UPDATE ON document BEGIN SELECT raise(ABORT, 'document is never changed'); END;
CREATE TRIGGER document_kept BEFORE DELETE ON document BEGIN SELECT raise(ABORT, 'document is never deleted'); END;
CREATE TRIGGER document_version_stays BEFORE UPDATE ON document_version BEGIN SELECT raise(ABORT, 'document_version is never changed'); END;
CREATE TRIGGER document_version_kept BEFORE DELETE ON document_version BEGIN SELECT raise(ABORT, 'document_version is never deleted'); END;
CREATE TRIGGER hit_stays BEFORE UPDATE ON hit BEGIN SELECT raise(ABORT, 'hit is never changed'); END;
CREATE TRIGGER hit_kept BEFORE DELETE ON hit BEGIN SELECT raise(ABORT, 'hit is never deleted'); END;
CREATE TRIGGER hit_version_stays BEFORE UPDATE ON hit_version BEGIN SELECT raise(ABORT, 'hit_version is never changed'); END;
CREATE TRIGGER hit_version_kept BEFORE DELETE ON hit_version BEGIN SELECT raise(ABORT, 'hit_version is never deleted'); END;
