// Package compare is the comparison screen: two captures under the virtual comparison microscope, with everything that an examiner
// does there.
//
// Round the field (package viewer) lie a bar of tools, a strip that says what is under the pointer, the candidates of the list that the
// pair came from, and a panel of four pages: Look, Marks, Figures and Decide. Everything has a key; Commands lists them.
//
// What may be shown is decided by the service, never here: while an examiner has still to commit a view, a comparison comes without its
// figures, and the pages say why. Marks are kept as they change (see saver). Opening is progressive: a first look at both recordings,
// then each as the method saw it, then cells, maps and the score among known pairs; leaving cancels what is under way. How long a pair
// was looked at and that a specimen was mirrored is noted in the case.
//
// The package draws and raises callbacks. What it needs to know it asks of Service; it opens no files, knows no database and no
// network. Its methods belong to the user-interface goroutine.
//
// A snapshot is shown again with the version of the marks that its scene names, and nothing can be marked until one goes back to today's
// (see past). The next candidate's recording is readied without a trace in the case (see prefetch).
//
// Limits: where a region fits best is not part of a snapshot, and words in the picture are in the language of the screen, not of the day
// when it was taken.
package compare
