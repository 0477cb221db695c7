-- What people and services put on a signed head of the log: a person's own signature over its note, and the token of a time-stamp
-- service. Several of each may be added to one head, at any time after it; none is ever changed.
CREATE TABLE countersignature (
    id            TEXT NOT NULL PRIMARY KEY,
    checkpoint_id TEXT NOT NULL REFERENCES checkpoint (id),
    cms           TEXT NOT NULL, -- detached signature over the note (CMS SignedData, DER in base64)
    signer        TEXT NOT NULL, -- whom its certificate is for
    certificate   TEXT NOT NULL, -- SHA-256 of that certificate
    by            TEXT NOT NULL REFERENCES person (id),
    created       TEXT NOT NULL,
    UNIQUE (checkpoint_id, certificate)
) STRICT;

CREATE TABLE checkpoint_stamp (
    id            TEXT NOT NULL PRIMARY KEY,
    checkpoint_id TEXT NOT NULL REFERENCES checkpoint (id),
    token         TEXT NOT NULL, -- time-stamp token over the note (RFC 3161, DER in base64)
    at            TEXT NOT NULL, -- the time that the token states
    service       TEXT NOT NULL, -- whom its certificate is for
    by            TEXT NOT NULL REFERENCES person (id),
    created       TEXT NOT NULL
) STRICT;

CREATE INDEX countersignature_checkpoint ON countersignature (checkpoint_id);
CREATE INDEX checkpoint_stamp_checkpoint ON checkpoint_stamp (checkpoint_id);

CREATE TRIGGER countersignature_stays BEFORE UPDATE ON countersignature BEGIN SELECT raise(ABORT, 'countersignature is never changed'); END;
CREATE TRIGGER countersignature_kept BEFORE DELETE ON countersignature BEGIN SELECT raise(ABORT, 'countersignature is never deleted'); END;
CREATE TRIGGER checkpoint_stamp_stays BEFORE UPDATE ON checkpoint_stamp BEGIN SELECT raise(ABORT, 'checkpoint_stamp is never changed'); END;
CREATE TRIGGER checkpoint_stamp_kept BEFORE DELETE ON checkpoint_stamp BEGIN SELECT raise(ABORT, 'checkpoint_stamp is never deleted'); END;
