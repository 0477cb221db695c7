// Package store keeps a case: a folder with a SQLite database and the originals.
//
//	case.db            everything that is recorded, with its tamper-evident log (casefile/audit)
//	case.db-wal, -shm  SQLite's write-ahead log and its index, while the case is open or after a kill: part of the case
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
//	rep, err := s.AddIssuedReport(ctx, me[0].ID, report)        // its PDF put among the originals before
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
// # Several at once
//
// A store has one writing connection and a pool of reading ones; reading never waits for writing. Several processes may
// have the same case open, such as the workstation and a command: their changes take turns. Who has waited five seconds
// for another's change gets an Error with the code Conflict, and nothing was changed.
//
// # Limits
//
// The folder must be on a local disk: SQLite's write-ahead log does not work on network file systems. It is not
// encrypted. A case is copied by copying its folder while nobody has it open. A kill while a case is being created may
// leave a folder .new-case-… beside the place; it was never a case and can be removed.
package store
