// Package store keeps a case: a folder with a SQLite database and the originals.
//
//	case.db            everything that is recorded, with its tamper-evident log (casefile/audit)
//	case.db-wal, -shm  SQLite's write-ahead log and its index, while the case is open or after a kill: part of the case
//	case.lock          who may write it now, held by that program: not part of the case (see Claim)
//	originals/ab/…     the bytes of captures, masks, snapshots and issued reports by SHA-256, read-only (casefile/blob)
//
// # Use
//
//	s, err := store.Create(ctx, dir, casefile.Case{Number: "2026-17"}, casefile.Person{Name: "A. Examiner"}, store.Options{})
//	me, err := s.People(ctx)                                    // me[0].ID is the actor of what follows
//	sha, size, err := s.Originals().Put(ctx, file)              // the bytes first,
//	e, cs, err := s.Import(ctx, me[0].ID, exhibit, captures)    // then the record: exhibit and captures, all or nothing
//	cmp, err := s.AddComparison(ctx, me[0].ID, comparison)      // gives it its number
//	con, err := s.AddConclusion(ctx, me[0].ID, conclusion)
//	rep, err := s.AddReport(ctx, me[0].ID, report, content)     // then AddReportStep, each by whoever may: see casefile.MayStep
//
// # Rules
//
// Everything that changes the case takes the id of the person who acts, who must be a person of the case (AddPerson lets
// somebody add themselves). It is one transaction, which also appends a record to the log, and it is on the disk when the
// call returns. A missing id or time is filled in; the stored value is returned. By, where a record has it, is the actor.
//
// Nothing is changed or deleted: what may change (case, exhibit, setting, state of a candidate) gets a new version, and
// the schema has triggers that refuse the rest. Look-ups give the present version.
//
// All errors that come out are a casefile.Error, or the context's own.
//
// # One writer
//
// A store has one writing connection and a pool of reading ones; reading never waits for writing. Any number of programs may
// read a case; one may write it, the first to claim it (Claim; the first change does so by itself), until it closes the case
// or ends, however it ends. Everybody else is refused with a sentence that says who has it, since when, and where; as soon as
// it is free again, their next change goes through. The lock is the system's own, on the file case.lock.
//
// A case on a medium that cannot be written to is opened for reading, provided that it was closed in an orderly way.
//
// # What goes wrong outside
//
// A full disk, a disk that has become write-protected, a kill, a power cut: the change under way is not made, the call says
// so in a sentence (or does not return), everything that was acknowledged is there, and the work can go on when the cause is
// gone. Where the clock is set back, the log keeps the times that it shows and says so in the first record after it.
//
// # Limits
//
// The folder must be on a local disk: SQLite's write-ahead log does not work on network file systems, and those that can be
// told are refused. Whether a disk that says that it has written has done so, no program can find out. The case is not
// encrypted. It is copied by Backup at any time, or by copying its folder while nobody has it open. A kill while a case is
// being created, restored or backed up may leave a folder .tracemark-unfinished-… beside the place. It was never a case; what has not
// been touched for 24 hours is removed when something is made in the same folder again, and it can be removed by hand.
package store
