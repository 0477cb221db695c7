-- Verification: a second examiner's own conclusion from the same comparison. What was asked, what the verifier committed to,
-- and what followed where the two differ. Neither view is ever replaced by the other.

CREATE TABLE verification_request (
    id            TEXT NOT NULL PRIMARY KEY,
    number        INTEGER NOT NULL UNIQUE, -- within the case, from 1
    conclusion_id TEXT NOT NULL REFERENCES conclusion (id),
    comparison_id TEXT NOT NULL UNIQUE REFERENCES comparison (id), -- the verifier's own, of the same two recordings
    verifier      TEXT REFERENCES person (id), -- NULL: any who may
    sealed        TEXT NOT NULL, -- id of the package it was given out in; empty: at this workstation
    note          TEXT NOT NULL,
    by            TEXT NOT NULL REFERENCES person (id),
    created       TEXT NOT NULL
) STRICT;

CREATE TABLE verification_view (
    request_id    TEXT NOT NULL PRIMARY KEY REFERENCES verification_request (id),
    commitment_id TEXT NOT NULL UNIQUE REFERENCES commitment (id),
    agrees        INTEGER NOT NULL,
    sealed        TEXT NOT NULL, -- id of the package that brought it; empty: committed at this workstation
    by            TEXT NOT NULL REFERENCES person (id),
    created       TEXT NOT NULL
) STRICT;

CREATE TABLE verification_step (
    id         TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES verification_request (id),
    kind       TEXT NOT NULL, -- consultation, resolution, withdrawal
    text       TEXT NOT NULL,
    stands     TEXT NOT NULL, -- of a resolution: which view stands
    by         TEXT NOT NULL REFERENCES person (id),
    created    TEXT NOT NULL
) STRICT;

CREATE INDEX verification_of_conclusion ON verification_request (conclusion_id);
CREATE INDEX verification_step_request ON verification_step (request_id);

CREATE TRIGGER verification_request_stays BEFORE UPDATE ON verification_request BEGIN SELECT raise(ABORT, 'verification_request is never changed'); END;
CREATE TRIGGER verification_request_kept BEFORE DELETE ON verification_request BEGIN SELECT raise(ABORT, 'verification_request is never deleted'); END;
CREATE TRIGGER verification_view_stays BEFORE UPDATE ON verification_view BEGIN SELECT raise(ABORT, 'verification_view is never changed'); END;
CREATE TRIGGER verification_view_kept BEFORE DELETE ON verification_view BEGIN SELECT raise(ABORT, 'verification_view is never deleted'); END;
CREATE TRIGGER verification_step_stays BEFORE UPDATE ON verification_step BEGIN SELECT raise(ABORT, 'verification_step is never changed'); END;
CREATE TRIGGER verification_step_kept BEFORE DELETE ON verification_step BEGIN SELECT raise(ABORT, 'verification_step is never deleted'); END;
