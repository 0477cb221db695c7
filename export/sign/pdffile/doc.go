// Package pdffile reads the structure of PDF files without believing them: objects, revisions and streams.
//
// It is for files whose reader must be sure what stands in them: signed reports, and the attachments and rules of the
// reports that package export/pdf writes. Nothing is repaired. What two readers could take differently is an error of
// Open, or an Oddity that Survey returns: overlapping objects, bytes that belong to nothing, objects that no table names,
// tables that lead back to older objects.
//
// Values are Spans, places in the file (bytes from inclusive to exclusive), so that what is looked at is what is signed.
// Sources: ISO 32000-1:2008, 7.2 to 7.5.
//
// # Limits
//
// Only files with classic cross-reference tables are read (ErrNotClassic for streams and hybrid files), of 1 GiB at most,
// unencrypted. Streams are decoded with FlateDecode, without predictors, up to a limit that the caller sets. The package
// needs the standard library only.
package pdffile
