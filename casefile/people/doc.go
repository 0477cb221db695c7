// Package people keeps a workstation's accounts and its log: who may log in, with which passphrase, how often it was tried, and
// everything that happened to the workstation and not to a case.
//
// It is one SQLite file with the tamper-evident log of package audit: every row is written together with its record, what
// may change has versions, nothing is deleted. package audit/check verifies it (check.Workstation).
//
// # Passphrases
//
// A passphrase has at least MinPassphrase characters, is brought into Unicode's form C (two keyboards write "é" differently) and
// kept as argon2id with 64 MiB, three passes and four lanes: the second recommended option of RFC 9106, section 4. The
// parameters are stored with each hash, so that they can be raised: the next log-in then makes a new hash. An earlier hash stays
// in the file, as everything does; whoever has the file can try passphrases against it, which argon2id makes slow and nothing
// makes impossible.
//
// # Guessing
//
// Attempts are counted by the name that was typed, whether there is such an account or not, and in the file, so that a restart
// does not help: each is written down as failed before the passphrase is looked at. After FreeAttempts in a row the next one has
// to wait FirstWait, then twice as long each time, up to MostWait. A name without account costs the same time, says the same
// sentence and waits as long as a wrong passphrase. Of a name that was typed a hash of 16 bits is kept, enough to count by and
// too little to guess from: people type their passphrase there, too.
//
// # Limits
//
// This keeps apart the people who use the program. Whoever can write the file outside the program can replace it: only a head
// of its log kept elsewhere shows that.
package people
