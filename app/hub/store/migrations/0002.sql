-- What a search screens an original by, made of it once. data is NULL where the original has none.
CREATE TABLE sketch (
	sha     TEXT NOT NULL,
	part    TEXT NOT NULL CHECK (part IN ('rings', 'relief')),
	version TEXT NOT NULL, -- of what data means
	data    BLOB,
	PRIMARY KEY (sha, part)
) STRICT;

CREATE INDEX capture_original ON capture (recording ->> 'sha256');

-- What the stages of a correlation did with the recordings of a mark of an exhibit. Kept by exhibit, because what an agency may see changes.
CREATE TABLE looked (
	agency         TEXT NOT NULL,
	correlation    TEXT NOT NULL,
	owner          TEXT NOT NULL,
	exhibit        TEXT NOT NULL,
	mark           TEXT NOT NULL,
	recordings     INTEGER NOT NULL, -- all that could take part
	class_out      INTEGER NOT NULL, -- left out by the stage
	rings_passed   INTEGER NOT NULL, -- let through without a place
	rings_out      INTEGER NOT NULL,
	surface_passed INTEGER NOT NULL,
	surface_out    INTEGER NOT NULL,
	PRIMARY KEY (agency, correlation, owner, exhibit, mark),
	FOREIGN KEY (agency, correlation) REFERENCES correlation(agency, id),
	FOREIGN KEY (owner, exhibit) REFERENCES exhibit(agency, id)
) STRICT, WITHOUT ROWID;

ALTER TABLE correlation ADD COLUMN stages TEXT NOT NULL DEFAULT '[]'; -- JSON of the stages that were run, in their order
ALTER TABLE left_out ADD COLUMN stage TEXT NOT NULL DEFAULT ''; -- that left it out; its position is in the order of the stage
