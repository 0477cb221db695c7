-- The first schema of a case.
--
-- Nothing in here is ever changed or deleted: what may change has versions, and triggers refuse everything else. Times
-- are UTC in RFC 3339; columns named *_json hold what is only ever read as a whole.

CREATE TABLE log_record (
    n      INTEGER PRIMARY KEY,
    record TEXT NOT NULL
) STRICT;

CREATE TABLE log_hash (
    idx  INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE person (
    id      TEXT NOT NULL PRIMARY KEY,
    name    TEXT NOT NULL,
    role    TEXT NOT NULL,
    agency  TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;

CREATE TABLE case_version (
    version       INTEGER NOT NULL PRIMARY KEY,
    id            TEXT NOT NULL,
    number        TEXT NOT NULL,
    title         TEXT NOT NULL,
    agency        TEXT NOT NULL,
    offence       TEXT NOT NULL,
    status        TEXT NOT NULL,
    handling_code TEXT NOT NULL,
    retain_until  TEXT NOT NULL,
    created       TEXT NOT NULL,
    reason        TEXT NOT NULL,
    by            TEXT NOT NULL REFERENCES person (id),
    at            TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    name    TEXT NOT NULL,
    version INTEGER NOT NULL,
    value   TEXT NOT NULL,
    by      TEXT NOT NULL REFERENCES person (id),
    at      TEXT NOT NULL,
    PRIMARY KEY (name, version)
) STRICT;

CREATE TABLE event (
    id      TEXT NOT NULL PRIMARY KEY,
    label   TEXT NOT NULL,
    kind    TEXT NOT NULL,
    date    TEXT NOT NULL,
    place   TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;

CREATE TABLE exhibit (
    id      TEXT NOT NULL PRIMARY KEY,
    created TEXT NOT NULL
) STRICT;

CREATE TABLE exhibit_version (
    exhibit_id       TEXT NOT NULL REFERENCES exhibit (id),
    version          INTEGER NOT NULL,
    label            TEXT NOT NULL, -- unique among the current versions
    kind             TEXT NOT NULL,
    origin           TEXT NOT NULL,
    event_id         TEXT REFERENCES event (id),
    parent_id        TEXT REFERENCES exhibit (id),
    description      TEXT NOT NULL,
    class_json       TEXT NOT NULL,
    owner            TEXT NOT NULL,
    owner_exhibit_id TEXT NOT NULL,
    reason           TEXT NOT NULL,
    by               TEXT NOT NULL REFERENCES person (id),
    at               TEXT NOT NULL,
    PRIMARY KEY (exhibit_id, version)
) STRICT;

CREATE VIEW exhibit_now AS
    SELECT v.*, e.created FROM exhibit_version v JOIN exhibit e ON e.id = v.exhibit_id
    WHERE v.version = (SELECT max(version) FROM exhibit_version WHERE exhibit_id = v.exhibit_id);

CREATE TABLE capture (
    id              TEXT NOT NULL PRIMARY KEY,
    exhibit_id      TEXT NOT NULL REFERENCES exhibit (id),
    mark            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    sha256          TEXT NOT NULL,
    size            INTEGER NOT NULL,
    file_name       TEXT NOT NULL,
    media_type      TEXT NOT NULL,
    width           INTEGER NOT NULL,
    height          INTEGER NOT NULL,
    scale_x_um      REAL, -- NULL where it is not known
    scale_y_um      REAL,
    scale_source    TEXT NOT NULL,
    instrument_json TEXT NOT NULL,
    recorded_at     TEXT NOT NULL,
    synthetic       INTEGER NOT NULL,
    warnings_json   TEXT NOT NULL,
    created         TEXT NOT NULL,
    UNIQUE (exhibit_id, mark, sha256)
) STRICT;

CREATE TABLE comparison (
    id            TEXT NOT NULL PRIMARY KEY,
    number        INTEGER NOT NULL UNIQUE,
    a             TEXT NOT NULL REFERENCES capture (id),
    b             TEXT NOT NULL REFERENCES capture (id),
    hash_a        TEXT NOT NULL,
    hash_b        TEXT NOT NULL,
    default_score TEXT NOT NULL,
    results_json  TEXT NOT NULL,
    params_json   TEXT NOT NULL,
    software_json TEXT NOT NULL,
    millis        INTEGER NOT NULL,
    by            TEXT NOT NULL REFERENCES person (id),
    created       TEXT NOT NULL
) STRICT;

CREATE TABLE conclusion (
    id            TEXT NOT NULL PRIMARY KEY,
    comparison_id TEXT NOT NULL REFERENCES comparison (id),
    scale         TEXT NOT NULL,
    value         TEXT NOT NULL,
    reason        TEXT NOT NULL,
    supersedes    TEXT UNIQUE REFERENCES conclusion (id),
    by            TEXT NOT NULL REFERENCES person (id),
    created       TEXT NOT NULL
) STRICT;

CREATE INDEX conclusion_comparison ON conclusion (comparison_id);

CREATE TABLE issued_report (
    id            TEXT NOT NULL PRIMARY KEY,
    comparison_id TEXT NOT NULL REFERENCES comparison (id),
    conclusion_id TEXT NOT NULL REFERENCES conclusion (id),
    sha256        TEXT NOT NULL,
    signer        TEXT NOT NULL,
    test_identity INTEGER NOT NULL,
    by            TEXT NOT NULL REFERENCES person (id),
    created       TEXT NOT NULL
) STRICT;

CREATE TABLE correlation (
    id              TEXT NOT NULL PRIMARY KEY,
    exhibit_id      TEXT NOT NULL REFERENCES exhibit (id),
    service         TEXT NOT NULL,
    gallery_size    INTEGER NOT NULL,
    as_of           TEXT NOT NULL,
    method          TEXT NOT NULL,
    version         TEXT NOT NULL,
    candidates_json TEXT NOT NULL, -- as they were answered; what became of them is in candidate_state
    by              TEXT NOT NULL REFERENCES person (id),
    created         TEXT NOT NULL
) STRICT;

CREATE INDEX correlation_exhibit ON correlation (exhibit_id);

CREATE TABLE candidate_state (
    correlation_id TEXT NOT NULL REFERENCES correlation (id),
    rank           INTEGER NOT NULL,
    version        INTEGER NOT NULL,
    state          TEXT NOT NULL,
    by             TEXT NOT NULL REFERENCES person (id),
    at             TEXT NOT NULL,
    PRIMARY KEY (correlation_id, rank, version)
) STRICT;

-- What is written stays. These stop mistakes; audit/check finds what somebody did in spite of them.
CREATE TRIGGER log_record_stays BEFORE UPDATE ON log_record BEGIN SELECT raise(ABORT, 'log_record is never changed'); END;
CREATE TRIGGER log_record_kept BEFORE DELETE ON log_record BEGIN SELECT raise(ABORT, 'log_record is never deleted'); END;
CREATE TRIGGER log_hash_stays BEFORE UPDATE ON log_hash BEGIN SELECT raise(ABORT, 'log_hash is never changed'); END;
CREATE TRIGGER log_hash_kept BEFORE DELETE ON log_hash BEGIN SELECT raise(ABORT, 'log_hash is never deleted'); END;
CREATE TRIGGER person_stays BEFORE UPDATE ON person BEGIN SELECT raise(ABORT, 'person is never changed'); END;
CREATE TRIGGER person_kept BEFORE DELETE ON person BEGIN SELECT raise(ABORT, 'person is never deleted'); END;
CREATE TRIGGER case_version_stays BEFORE UPDATE ON case_version BEGIN SELECT raise(ABORT, 'case_version is never changed'); END;
CREATE TRIGGER case_version_kept BEFORE DELETE ON case_version BEGIN SELECT raise(ABORT, 'case_version is never deleted'); END;
CREATE TRIGGER setting_stays BEFORE UPDATE ON setting BEGIN SELECT raise(ABORT, 'setting is never changed'); END;
CREATE TRIGGER setting_kept BEFORE DELETE ON setting BEGIN SELECT raise(ABORT, 'setting is never deleted'); END;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'event is never changed'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'event is never deleted'); END;
CREATE TRIGGER exhibit_stays BEFORE UPDATE ON exhibit BEGIN SELECT raise(ABORT, 'exhibit is never changed'); END;
CREATE TRIGGER exhibit_kept BEFORE DELETE ON exhibit BEGIN SELECT raise(ABORT, 'exhibit is never deleted'); END;
CREATE TRIGGER exhibit_version_stays BEFORE UPDATE ON exhibit_version BEGIN SELECT raise(ABORT, 'exhibit_version is never changed'); END;
CREATE TRIGGER exhibit_version_kept BEFORE DELETE ON exhibit_version BEGIN SELECT raise(ABORT, 'exhibit_version is never deleted'); END;
CREATE TRIGGER capture_stays BEFORE UPDATE ON capture BEGIN SELECT raise(ABORT, 'capture is never changed'); END;
CREATE TRIGGER capture_kept BEFORE DELETE ON capture BEGIN SELECT raise(ABORT, 'capture is never deleted'); END;
CREATE TRIGGER comparison_stays BEFORE UPDATE ON comparison BEGIN SELECT raise(ABORT, 'comparison is never changed'); END;
CREATE TRIGGER comparison_kept BEFORE DELETE ON comparison BEGIN SELECT raise(ABORT, 'comparison is never deleted'); END;
CREATE TRIGGER conclusion_stays BEFORE UPDATE ON conclusion BEGIN SELECT raise(ABORT, 'conclusion is never changed'); END;
CREATE TRIGGER conclusion_kept BEFORE DELETE ON conclusion BEGIN SELECT raise(ABORT, 'conclusion is never deleted'); END;
CREATE TRIGGER issued_report_stays BEFORE UPDATE ON issued_report BEGIN SELECT raise(ABORT, 'issued_report is never changed'); END;
CREATE TRIGGER issued_report_kept BEFORE DELETE ON issued_report BEGIN SELECT raise(ABORT, 'issued_report is never deleted'); END;
CREATE TRIGGER correlation_stays BEFORE UPDATE ON correlation BEGIN SELECT raise(ABORT, 'correlation is never changed'); END;
CREATE TRIGGER correlation_kept BEFORE DELETE ON correlation BEGIN SELECT raise(ABORT, 'correlation is never deleted'); END;
CREATE TRIGGER candidate_state_stays BEFORE UPDATE ON candidate_state BEGIN SELECT raise(ABORT, 'candidate_state is never changed'); END;
CREATE TRIGGER candidate_state_kept BEFORE DELETE ON candidate_state BEGIN SELECT raise(ABORT, 'candidate_state is never deleted'); END;
