-- Heads of the log that were signed: at each report and on demand. The note is the text that was signed with its signature;
-- the same text is kept elsewhere, or it proves nothing.
CREATE TABLE checkpoint (
    id         TEXT NOT NULL PRIMARY KEY,
    size       INTEGER NOT NULL UNIQUE, -- how many records the log had; the checkpoint's own record is the next one
    note       TEXT NOT NULL,
    public_key TEXT NOT NULL, -- Ed25519, 32 bytes in base64
    reason     TEXT NOT NULL,
    by         TEXT NOT NULL REFERENCES person (id),
    created    TEXT NOT NULL
) STRICT;

CREATE TRIGGER checkpoint_stays BEFORE UPDATE ON checkpoint BEGIN SELECT raise(ABORT, 'checkpoint is never changed'); END;
CREATE TRIGGER checkpoint_kept BEFORE DELETE ON checkpoint BEGIN SELECT raise(ABORT, 'checkpoint is never deleted'); END;
