-- Reports with their whole life: what they are about, the versions of what people wrote for them, the steps that were taken (submitted,
-- reviewed, authorised, signed, issued), and copies of issued files with later time stamps. The table issued_report holds those that
-- earlier versions of this program issued; nothing is added to it any more.

CREATE TABLE report (
    id              TEXT NOT NULL PRIMARY KEY,
    number          INTEGER NOT NULL UNIQUE, -- within the case, from 1
    kind            TEXT NOT NULL, -- comparison, notes, verification, custody
    comparison_id   TEXT REFERENCES comparison (id),
    conclusion_id   TEXT REFERENCES conclusion (id),
    verification_id TEXT REFERENCES verification_request (id),
    exhibit_id      TEXT REFERENCES exhibit (id),
    amends          TEXT NOT NULL, -- id of the issued report, here or in issued_report, that it takes the place of; empty: none
    amends_sha256   TEXT NOT NULL, -- of that report's file
    reason          TEXT NOT NULL, -- of the amendment
    by              TEXT NOT NULL REFERENCES person (id),
    created         TEXT NOT NULL
) STRICT;

CREATE TABLE report_version (
    report_id    TEXT NOT NULL REFERENCES report (id),
    version      INTEGER NOT NULL, -- from 1
    content_json TEXT NOT NULL,
    reason       TEXT NOT NULL, -- of every version but the first
    by           TEXT NOT NULL REFERENCES person (id),
    created      TEXT NOT NULL,
    PRIMARY KEY (report_id, version)
) STRICT;

CREATE TABLE report_step (
    report_id      TEXT NOT NULL REFERENCES report (id),
    number         INTEGER NOT NULL, -- from 1, in the order in which they were taken
    id             TEXT NOT NULL UNIQUE,
    version        INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    text           TEXT NOT NULL,
    content_digest TEXT NOT NULL, -- of what the report said, but for its own making; empty where the step rests on no text
    file_sha256    TEXT NOT NULL, -- of the signed file; empty where the step makes none
    capacity       TEXT NOT NULL, -- as whom somebody signed
    signer         TEXT NOT NULL,
    test_identity  INTEGER NOT NULL,
    level          TEXT NOT NULL,
    by             TEXT NOT NULL REFERENCES person (id),
    created        TEXT NOT NULL,
    PRIMARY KEY (report_id, number)
) STRICT;

CREATE TABLE report_copy (
    report_id TEXT NOT NULL REFERENCES report (id),
    number    INTEGER NOT NULL, -- from 1
    sha256    TEXT NOT NULL,
    of_file   TEXT NOT NULL, -- SHA-256 of the file that it adds to: the issued one, or the copy before
    level     TEXT NOT NULL,
    by        TEXT NOT NULL REFERENCES person (id),
    created   TEXT NOT NULL,
    PRIMARY KEY (report_id, number)
) STRICT;

CREATE INDEX report_comparison ON report (comparison_id);
CREATE INDEX report_conclusion ON report (conclusion_id);

CREATE TRIGGER report_stays BEFORE UPDATE ON report BEGIN SELECT raise(ABORT, 'report is never changed'); END;
CREATE TRIGGER report_kept BEFORE DELETE ON report BEGIN SELECT raise(ABORT, 'report is never deleted'); END;
CREATE TRIGGER report_version_stays BEFORE UPDATE ON report_version BEGIN SELECT raise(ABORT, 'report_version is never changed'); END;
CREATE TRIGGER report_version_kept BEFORE DELETE ON report_version BEGIN SELECT raise(ABORT, 'report_version is never deleted'); END;
CREATE TRIGGER report_step_stays BEFORE UPDATE ON report_step BEGIN SELECT raise(ABORT, 'report_step is never changed'); END;
CREATE TRIGGER report_step_kept BEFORE DELETE ON report_step BEGIN SELECT raise(ABORT, 'report_step is never deleted'); END;
CREATE TRIGGER report_copy_stays BEFORE UPDATE ON report_copy BEGIN SELECT raise(ABORT, 'report_copy is never changed'); END;
CREATE TRIGGER report_copy_kept BEFORE DELETE ON report_copy BEGIN SELECT raise(ABORT, 'report_copy is never deleted'); END;
CREATE TRIGGER report_step_ended BEFORE INSERT ON report_step
    WHEN EXISTS (SELECT 1 FROM report_step e WHERE e.report_id = NEW.report_id AND e.kind IN ('issued', 'withdrawn'))
    BEGIN SELECT raise(ABORT, 'an issued or withdrawn report takes no further step'); END;

-- What facts were withheld from a report, and the key of the hashes that stand in their place. Both stay with the case.
CREATE TABLE report_secret (
    report_id TEXT NOT NULL PRIMARY KEY REFERENCES report (id),
    secret    TEXT NOT NULL -- 32 random bytes, hexadecimal
) STRICT;

CREATE TABLE report_withheld (
    report_id TEXT NOT NULL REFERENCES report (id),
    version   INTEGER NOT NULL,
    sha256    TEXT NOT NULL, -- of the file with the values that were withheld, among the originals
    PRIMARY KEY (report_id, version)
) STRICT;

CREATE TRIGGER report_secret_stays BEFORE UPDATE ON report_secret BEGIN SELECT raise(ABORT, 'report_secret is never changed'); END;
CREATE TRIGGER report_secret_kept BEFORE DELETE ON report_secret BEGIN SELECT raise(ABORT, 'report_secret is never deleted'); END;
CREATE TRIGGER report_withheld_stays BEFORE UPDATE ON report_withheld BEGIN SELECT raise(ABORT, 'report_withheld is never changed'); END;
CREATE TRIGGER report_withheld_kept BEFORE DELETE ON report_withheld BEGIN SELECT raise(ABORT, 'report_withheld is never deleted'); END;
