// Package exchange is the plain form of a case: JSON lines, originals and CSV lists, readable without this program.
//
// # Layout of an export, version 1
//
//	export.json             what this is: case, schema, log head, tables with the hash of each file, originals (export.schema.json)
//	tables/<table>.jsonl    one row a line, each version of everything, in the order in which it was written (rows.schema.json)
//	log.jsonl               the case's log, one record a line; line n+1 is record n. Only in an export of a whole case
//	proofs.jsonl            the log records behind the rows, with proofs that they are in the log. Only where chosen exhibits go out
//	originals/<sha256>      the files that the rows name
//	rows.schema.json        JSON Schema of the rows, written from the case's own tables
//	export.schema.json      JSON Schema of export.json
//	README.txt              this, for people
//
// A row is {"row":{…},"table":"…"}: keys in ascending order, no white space, columns that are NULL left out, bytes that are no text as
// {"base64":"…"}. Its SHA-256 is what the case's log says of it, so that whoever has the log (or the proofs) can check each
// row by itself. Columns that end in _json hold JSON as text, as it was stored. Times are RFC 3339 in UTC.
//
// # What is checked on reading
//
// export.json and every line strictly: JSON, the canonical form, the table's columns and their types, the hash of each
// file, the log's root over all its lines, every row against the log or the proofs, the number of rows. What is wrong is said with
// file, line and place. An export is not signed: that it agrees with itself shows that it is whole; who made it, only a
// package (export/bundle) shows, or a head of the log kept elsewhere.
//
// # What is withheld
//
// See Rules: a withheld value is replaced by a salted hash of it, as in RFC 9901 (SD-JWT).
//
// # CSV
//
// See WriteCSV for the rules, also for cells that a spreadsheet would take for a formula.
package exchange
