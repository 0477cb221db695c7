-- Who had an exhibit, where, and closed with which seals. Every row is a version of an event; the newest of a number counts.
-- That an event did not happen (void) is a version too.
CREATE TABLE custody_event (
    id                TEXT NOT NULL PRIMARY KEY,
    exhibit_id        TEXT NOT NULL REFERENCES exhibit (id),
    number            INTEGER NOT NULL, -- within the exhibit, from 1, as recorded
    version           INTEGER NOT NULL, -- within the event, from 1
    kind              TEXT NOT NULL,
    from_json         TEXT NOT NULL,
    to_json           TEXT NOT NULL,
    happened          TEXT NOT NULL,
    place             TEXT NOT NULL,
    why               TEXT NOT NULL,
    seals_before_json TEXT NOT NULL,
    seals_after_json  TEXT NOT NULL,
    condition         TEXT NOT NULL,
    quantity          INTEGER, -- NULL where nobody counted
    due               TEXT NOT NULL,
    void              INTEGER NOT NULL,
    irregular_json    TEXT NOT NULL, -- what did not fit when it was recorded
    explanation       TEXT NOT NULL,
    reason            TEXT NOT NULL, -- of a correction
    by                TEXT NOT NULL REFERENCES person (id),
    created           TEXT NOT NULL,
    UNIQUE (exhibit_id, number, version)
) STRICT;

CREATE TRIGGER custody_event_stays BEFORE UPDATE ON custody_event BEGIN SELECT raise(ABORT, 'custody_event is never changed'); END;
CREATE TRIGGER custody_event_kept BEFORE DELETE ON custody_event BEGIN SELECT raise(ABORT, 'custody_event is never deleted'); END;
