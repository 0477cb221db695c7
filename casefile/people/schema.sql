-- The accounts of a workstation and its log. As in a case nothing is ever changed or deleted: what may change has versions,
-- and every row is in the log. Times are UTC in RFC 3339.

CREATE TABLE log_record (
    n      INTEGER PRIMARY KEY,
    record TEXT NOT NULL
) STRICT;

CREATE TABLE log_hash (
    idx  INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
) STRICT;

-- What the workstation makes once for itself: its id, and the key of the names in attempt.
CREATE TABLE workstation (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE account_version (
    id            TEXT NOT NULL,
    version       INTEGER NOT NULL, -- from 1
    name          TEXT NOT NULL,
    log_in        TEXT NOT NULL, -- unique among the current versions
    agency        TEXT NOT NULL,
    roles_json    TEXT NOT NULL,
    active        INTEGER NOT NULL,
    identity_json TEXT NOT NULL,
    reason        TEXT NOT NULL,
    by            TEXT NOT NULL,
    at            TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

CREATE VIEW account_now AS
    SELECT v.*, (SELECT at FROM account_version WHERE id = v.id AND version = 1) AS created FROM account_version v
    WHERE v.version = (SELECT max(version) FROM account_version WHERE id = v.id);

CREATE TABLE passphrase (
    account_id  TEXT NOT NULL,
    version     INTEGER NOT NULL, -- from 1; the newest counts
    hash        TEXT NOT NULL, -- argon2id with its parameters and salt
    must_change INTEGER NOT NULL,
    by          TEXT NOT NULL,
    at          TEXT NOT NULL,
    PRIMARY KEY (account_id, version)
) STRICT;

CREATE TABLE identity_file (
    sha256 TEXT NOT NULL PRIMARY KEY,
    data   BLOB NOT NULL
) STRICT;

-- One row for each attempt to log in, failed until another row says that it was not.
CREATE TABLE attempt (
    n    INTEGER PRIMARY KEY,
    name INTEGER NOT NULL, -- a short hash of what was typed: people type their passphrase there, too
    ok   INTEGER NOT NULL,
    at   TEXT NOT NULL
) STRICT;

CREATE INDEX attempt_name ON attempt (name, n);

CREATE TRIGGER log_record_stays BEFORE UPDATE ON log_record BEGIN SELECT raise(ABORT, 'log_record is never changed'); END;
CREATE TRIGGER log_record_kept BEFORE DELETE ON log_record BEGIN SELECT raise(ABORT, 'log_record is never deleted'); END;
CREATE TRIGGER log_hash_stays BEFORE UPDATE ON log_hash BEGIN SELECT raise(ABORT, 'log_hash is never changed'); END;
CREATE TRIGGER log_hash_kept BEFORE DELETE ON log_hash BEGIN SELECT raise(ABORT, 'log_hash is never deleted'); END;
CREATE TRIGGER workstation_stays BEFORE UPDATE ON workstation BEGIN SELECT raise(ABORT, 'workstation is never changed'); END;
CREATE TRIGGER workstation_kept BEFORE DELETE ON workstation BEGIN SELECT raise(ABORT, 'workstation is never deleted'); END;
CREATE TRIGGER account_version_stays BEFORE UPDATE ON account_version BEGIN SELECT raise(ABORT, 'account_version is never changed'); END;
CREATE TRIGGER account_version_kept BEFORE DELETE ON account_version BEGIN SELECT raise(ABORT, 'account_version is never deleted'); END;
CREATE TRIGGER passphrase_stays BEFORE UPDATE ON passphrase BEGIN SELECT raise(ABORT, 'passphrase is never changed'); END;
CREATE TRIGGER passphrase_kept BEFORE DELETE ON passphrase BEGIN SELECT raise(ABORT, 'passphrase is never deleted'); END;
CREATE TRIGGER identity_file_stays BEFORE UPDATE ON identity_file BEGIN SELECT raise(ABORT, 'identity_file is never changed'); END;
CREATE TRIGGER identity_file_kept BEFORE DELETE ON identity_file BEGIN SELECT raise(ABORT, 'identity_file is never deleted'); END;
CREATE TRIGGER attempt_stays BEFORE UPDATE ON attempt BEGIN SELECT raise(ABORT, 'attempt is never changed'); END;
CREATE TRIGGER attempt_kept BEFORE DELETE ON attempt BEGIN SELECT raise(ABORT, 'attempt is never deleted'); END;
