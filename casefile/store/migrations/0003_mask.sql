-- The versions of which points of a topography take part. The region itself is a picture among the originals.
CREATE TABLE mask (
    id         TEXT NOT NULL PRIMARY KEY,
    capture_id TEXT NOT NULL REFERENCES capture (id),
    version    INTEGER NOT NULL, -- within the capture, from 1; the highest is the one in use
    parent     TEXT REFERENCES mask (id), -- NULL where it was not made from another version
    origin     TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    points     INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    by         TEXT NOT NULL REFERENCES person (id),
    created    TEXT NOT NULL,
    UNIQUE (capture_id, version)
) STRICT;

CREATE TRIGGER mask_stays BEFORE UPDATE ON mask BEGIN SELECT raise(ABORT, 'mask is never changed'); END;
CREATE TRIGGER mask_kept BEFORE DELETE ON mask BEGIN SELECT raise(ABORT, 'mask is never deleted'); END;

-- Which versions a comparison used; NULL where the face was masked automatically, as all were before.
ALTER TABLE comparison ADD COLUMN mask_a TEXT REFERENCES mask (id);
ALTER TABLE comparison ADD COLUMN mask_b TEXT REFERENCES mask (id);
