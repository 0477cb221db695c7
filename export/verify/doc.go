// Package verify judges the file of a report as its recipient does, who has nothing but the file: its signatures, the files inside it, and, where the
// original recordings are at hand, whether its scores come out again.
//
//	r, err := verify.File(ctx, pdf, verify.Options{Roots: roots, Originals: os.DirFS("originals")})
//	verify.Text(os.Stdout, r, verify.English())
//	os.Exit(r.Verdict.Exit())
//
// # What is checked
//
//   - Signatures, by export/sign: exact coverage of the bytes, what was added after each, chain, trusted time, revocation from the file.
//   - Annexes, by export/annex: they are written as Tracemark writes them, are of one report and hold on to each other by SHA-256.
//   - Pages: the document in extract.json, drawn again with the pictures that the file has, gives the same bytes as the file before its first
//     signature. So what is printed, the code on the first page with it, is what the annexes say.
//   - Log: the checkpoint is signed by the key beside it, and the records of the comparison and of the conclusion are in the log that it is over, with the
//     results that the annexes state.
//   - Originals: a file with the stated SHA-256 is in the folder.
//   - Scores: computed again from the originals by package imaging/scored, every digit, every cell.
//
// # Verdict
//
// FileNotValid: something is wrong. FileIncomplete: nothing is wrong as far as was looked, and something that matters was not or could not be
// looked at; each is listed. FileValid: nothing is left open, which takes a signature by an issuer that is trusted here, a time-stamp that proves
// when it was made, revocation data, annexes, and the originals. A test identity never gets beyond FileIncomplete: it proves nothing about who signed.
//
// # Limits
//
// The level of a signature and the claim of PDF/A-3b are this program's own check only, and every result says so. The key of the checkpoint is the
// workstation's: it shows that the log was not changed since, to whoever knows the key. Photographs have no score. The package needs neither cgo
// nor the network, and is no judge of whether what is stated is true.
package verify
