-- Who acts through an account of a workstation: the person's state, a new version whenever the account's name, roles or agency
-- are others than when the person last acted in the case. A person without a version was named by the settings of a
-- workstation without accounts, and nobody had to prove to be them.

CREATE TABLE person_version (
    person_id TEXT NOT NULL REFERENCES person (id),
    version   INTEGER NOT NULL, -- from 1
    name      TEXT NOT NULL,
    role      TEXT NOT NULL,
    agency    TEXT NOT NULL,
    log_in    TEXT NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (person_id, version)
) STRICT;

CREATE TRIGGER person_version_stays BEFORE UPDATE ON person_version BEGIN SELECT raise(ABORT, 'person_version is never changed'); END;
CREATE TRIGGER person_version_kept BEFORE DELETE ON person_version BEGIN SELECT raise(ABORT, 'person_version is never deleted'); END;
