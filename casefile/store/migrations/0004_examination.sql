-- How an examiner looked at a comparison: what was marked on it, pictures of the microscope, the view that was committed
-- before the figures were shown, and acts of looking. Like everything else it is only ever added to.

CREATE TABLE markup (
    comparison_id    TEXT NOT NULL REFERENCES comparison (id),
    version          INTEGER NOT NULL, -- within the comparison, from 1
    annotations_json TEXT NOT NULL,
    by               TEXT NOT NULL REFERENCES person (id),
    created          TEXT NOT NULL,
    PRIMARY KEY (comparison_id, version)
) STRICT;

CREATE TABLE snapshot (
    id            TEXT NOT NULL PRIMARY KEY,
    comparison_id TEXT NOT NULL REFERENCES comparison (id),
    number        INTEGER NOT NULL, -- within the comparison, from 1
    scene_json    TEXT NOT NULL,
    sha256        TEXT NOT NULL, -- of the picture, which is among the originals
    by            TEXT NOT NULL REFERENCES person (id),
    created       TEXT NOT NULL,
    UNIQUE (comparison_id, number)
) STRICT;

CREATE TABLE snapshot_choice (
    snapshot_id TEXT NOT NULL REFERENCES snapshot (id),
    version     INTEGER NOT NULL, -- the newest counts
    in_report   INTEGER NOT NULL,
    caption     TEXT NOT NULL,
    by          TEXT NOT NULL REFERENCES person (id),
    at          TEXT NOT NULL,
    PRIMARY KEY (snapshot_id, version)
) STRICT;

CREATE TABLE commitment (
    id            TEXT NOT NULL PRIMARY KEY,
    comparison_id TEXT NOT NULL REFERENCES comparison (id),
    skipped       INTEGER NOT NULL,
    scale         TEXT NOT NULL, -- empty where it was skipped
    value         TEXT NOT NULL,
    reason        TEXT NOT NULL,
    markup        INTEGER NOT NULL, -- version at that moment
    exposed_json  TEXT NOT NULL,
    blind         INTEGER NOT NULL,
    by            TEXT NOT NULL REFERENCES person (id),
    created       TEXT NOT NULL,
    UNIQUE (comparison_id, by)
) STRICT;

CREATE TABLE act (
    id           TEXT NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,
    subject      TEXT NOT NULL,
    detail       TEXT NOT NULL,
    seconds      REAL NOT NULL,
    exposed_json TEXT NOT NULL,
    by           TEXT NOT NULL REFERENCES person (id),
    created      TEXT NOT NULL
) STRICT;

CREATE INDEX act_subject ON act (subject);

CREATE TRIGGER markup_stays BEFORE UPDATE ON markup BEGIN SELECT raise(ABORT, 'markup is never changed'); END;
CREATE TRIGGER markup_kept BEFORE DELETE ON markup BEGIN SELECT raise(ABORT, 'markup is never deleted'); END;
CREATE TRIGGER snapshot_stays BEFORE UPDATE ON snapshot BEGIN SELECT raise(ABORT, 'snapshot is never changed'); END;
CREATE TRIGGER snapshot_kept BEFORE DELETE ON snapshot BEGIN SELECT raise(ABORT, 'snapshot is never deleted'); END;
CREATE TRIGGER snapshot_choice_stays BEFORE UPDATE ON snapshot_choice BEGIN SELECT raise(ABORT, 'snapshot_choice is never changed'); END;
CREATE TRIGGER snapshot_choice_kept BEFORE DELETE ON snapshot_choice BEGIN SELECT raise(ABORT, 'snapshot_choice is never deleted'); END;
CREATE TRIGGER commitment_stays BEFORE UPDATE ON commitment BEGIN SELECT raise(ABORT, 'commitment is never changed'); END;
CREATE TRIGGER commitment_kept BEFORE DELETE ON commitment BEGIN SELECT raise(ABORT, 'commitment is never deleted'); END;
CREATE TRIGGER act_stays BEFORE UPDATE ON act BEGIN SELECT raise(ABORT, 'act is never changed'); END;
CREATE TRIGGER act_kept BEFORE DELETE ON act BEGIN SELECT raise(ABORT, 'act is never deleted'); END;
