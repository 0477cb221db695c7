-- Every record names the agency that owns it. Times are microseconds since 1970, UTC.
CREATE TABLE agency (
	id       TEXT PRIMARY KEY,
	name     TEXT NOT NULL,
	key_hash BLOB NOT NULL, -- SHA-256 of the key; the key itself is random, long, and kept nowhere here
	created  INTEGER NOT NULL
) STRICT;

CREATE TABLE exhibit (
	agency      TEXT NOT NULL REFERENCES agency(id),
	id          TEXT NOT NULL,
	event_id    TEXT NOT NULL,
	description TEXT NOT NULL, -- JSON of api.Description
	sharing     TEXT NOT NULL CHECK (sharing IN ('private', 'agencies', 'all')),
	created     INTEGER NOT NULL,
	PRIMARY KEY (agency, id)
) STRICT;

CREATE TABLE share (
	agency      TEXT NOT NULL,
	exhibit     TEXT NOT NULL,
	with_agency TEXT NOT NULL, -- not a reference: naming an agency must not tell whether it exists
	PRIMARY KEY (agency, exhibit, with_agency),
	FOREIGN KEY (agency, exhibit) REFERENCES exhibit(agency, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE capture (
	agency    TEXT NOT NULL,
	id        TEXT NOT NULL,
	exhibit   TEXT NOT NULL,
	recording TEXT NOT NULL, -- JSON of api.Recording
	uploaded  INTEGER NOT NULL DEFAULT 0,
	created   INTEGER NOT NULL,
	PRIMARY KEY (agency, id),
	FOREIGN KEY (agency, exhibit) REFERENCES exhibit(agency, id)
) STRICT;
CREATE INDEX capture_of ON capture (agency, exhibit);

CREATE TABLE correlation (
	agency      TEXT NOT NULL REFERENCES agency(id),
	id          TEXT NOT NULL,
	exhibit     TEXT NOT NULL,
	request     TEXT NOT NULL, -- JSON of api.CorrelationRequest
	top_k       INTEGER NOT NULL,
	state       TEXT NOT NULL,
	done        INTEGER NOT NULL DEFAULT 0,
	total       INTEGER NOT NULL DEFAULT 0,
	step        TEXT NOT NULL DEFAULT '',
	problem     TEXT NOT NULL DEFAULT '',
	method      TEXT NOT NULL DEFAULT '',
	version     TEXT NOT NULL DEFAULT '',
	searched_at INTEGER,
	created     INTEGER NOT NULL,
	revision    INTEGER NOT NULL DEFAULT 1, -- counts changes: the number of an event
	cancel      INTEGER NOT NULL DEFAULT 0,
	attempts    INTEGER NOT NULL DEFAULT 0, -- starts that did not end in an orderly way
	holder      TEXT NOT NULL DEFAULT '',   -- the process that works on it ...
	lease_until INTEGER NOT NULL DEFAULT 0, -- ... until then, unless it says otherwise
	PRIMARY KEY (agency, id),
	FOREIGN KEY (agency, exhibit) REFERENCES exhibit(agency, id)
) STRICT;
CREATE INDEX correlation_open ON correlation (created) WHERE state IN ('queued', 'running');

-- The whole ranked gallery, not only the first ones: what is withdrawn later disappears and the rest moves up.
CREATE TABLE ranked (
	agency      TEXT NOT NULL,
	correlation TEXT NOT NULL,
	position    INTEGER NOT NULL,
	owner       TEXT NOT NULL,
	exhibit     TEXT NOT NULL,
	marks       TEXT NOT NULL, -- JSON of []api.CandidateMark
	PRIMARY KEY (agency, correlation, position),
	FOREIGN KEY (agency, correlation) REFERENCES correlation(agency, id),
	FOREIGN KEY (owner, exhibit) REFERENCES exhibit(agency, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE left_out (
	agency      TEXT NOT NULL,
	correlation TEXT NOT NULL,
	position    INTEGER NOT NULL,
	owner       TEXT NOT NULL,
	exhibit     TEXT NOT NULL,
	capture     TEXT NOT NULL,
	mark        TEXT NOT NULL,
	reason      TEXT NOT NULL,
	PRIMARY KEY (agency, correlation, position),
	FOREIGN KEY (agency, correlation) REFERENCES correlation(agency, id),
	FOREIGN KEY (owner, exhibit) REFERENCES exhibit(agency, id)
) STRICT, WITHOUT ROWID;

-- What a method gave a pair of originals. sha_a <= sha_b, because a pair is always compared in that order.
CREATE TABLE pair_score (
	sha_a   TEXT NOT NULL,
	sha_b   TEXT NOT NULL,
	method  TEXT NOT NULL,
	version TEXT NOT NULL,
	params  TEXT NOT NULL, -- digest of the parameters
	scores  TEXT NOT NULL, -- JSON of []api.Score
	notes   TEXT NOT NULL, -- JSON of []string
	PRIMARY KEY (sha_a, sha_b, method, version, params)
) STRICT, WITHOUT ROWID;
